import { spawn } from 'node:child_process';
import { closeSync, fstatSync, futimesSync, openSync, rmSync } from 'node:fs';
import { ended } from '../process/children.mjs';

/** Packs a file as logrotate does: `gzip` writes beside it under the final name, then the times are kept and it is deleted. */
export async function pack(path) {
  const from = openSync(path, 'r');
  const to = openSync(`${path}.gz`, 'wx', 0o640);
  try {
    const code = await ended(spawn('gzip', [], { stdio: [from, to, 'inherit'] }));
    if (code !== 0) throw new Error(`gzip ended with ${code} on ${path}`);
    const { atime, mtime } = fstatSync(from);
    futimesSync(to, atime, mtime);
    rmSync(path, { force: true });
  } finally {
    closeSync(from);
    closeSync(to);
  }
}
