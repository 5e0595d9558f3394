import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atEnd } from './at-end.mjs';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'rxmon-torture-')));
const kept = new Set();
const made = new Set();

/** A folder of its own for one play. */
export function scratchFolder(name) {
  const folder = join(root, name);
  mkdirSync(folder);
  made.add(folder);
  return folder;
}

/** Leaves a folder where it is when all is over, for somebody to look into it. */
export function keep(folder) {
  kept.add(folder);
  return folder;
}

export function removeFolder(folder) {
  made.delete(folder);
  rmSync(folder, { recursive: true, force: true });
}

atEnd(() => {
  for (const folder of made) if (!kept.has(folder)) removeFolder(folder);
  if (kept.size === 0 && existsSync(root)) rmdirSync(root);
});
