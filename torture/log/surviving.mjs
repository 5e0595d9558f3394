import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const NEWLINE = 10;

/** How many lines a log and all the files that it was rotated to hold now, packed ones too. */
export function surviving(path) {
  const folder = dirname(path);
  return readdirSync(folder)
    .filter((name) => name.startsWith(basename(path)))
    .map((name) => linesIn(join(folder, name)))
    .reduce((sum, lines) => sum + lines, 0);
}

function linesIn(path) {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).reduce((n, byte) => (byte === NEWLINE ? n + 1 : n), 0);
}
