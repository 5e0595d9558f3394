import { statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached } from '../logs/cache.mjs';
import { plain } from '../logs/plain.mjs';
import { ended, start } from '../process/children.mjs';

const SOURCE_LINES = 100_000;
const LONG_SECONDS = 3600;
const writer = fileURLToPath(new URL('../scenarios/live-writer.mjs', import.meta.url));

/** Appends the lines of the generator, whose time stamps are those of now, until it is told to stop. */
export function generate(bin, log, rate) {
  writeFileSync(log, '');
  return stoppable(start(process.execPath, [bin, 'generate', '--file', log, '-n', String(rate)], { stdio: 'inherit' }));
}

/**
 * Appends lines that were prepared, as the generator does not get to so many a second, and writes many at once.
 *
 * @param each whether each line is written by itself
 * @returns how to stop it, and how many lines it has written so far, by the size of the file
 */
export async function flood(bin, log, rate, each = false) {
  const source = await cached(plain, { folder: join(tmpdir(), 'rxmon-bench'), bin, count: SOURCE_LINES });
  const bytesPerLine = statSync(source.path).size / SOURCE_LINES;
  const args = [writer, source.path, log, rate, LONG_SECONDS, each ? 'each' : 'many'].map(String);
  const stop = stoppable(start(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] }));
  return { stop, lines: () => statSync(log).size / bytesPerLine };
}

function stoppable(child) {
  const end = ended(child);
  return async () => {
    child.kill();
    await end;
  };
}
