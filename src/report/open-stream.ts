import { createReadStream, fstatSync, readFileSync, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { isStdin, kindFault, stdinKindFault } from '../source/file-error.js';
import { fsPath } from '../source/paths/path-bytes.js';
import { readPipe } from '../source/pipes/pipe.js';

/**
 * Opens a source that must be read as it comes: standard input, a pipe, whose first writer is waited for, or a file
 * that states no size.
 *
 * @throws the system's error
 */
export function openStream(path: string): Readable {
  if (isStdin(path)) return process.stdin;
  return statSync(fsPath(path)).isFIFO() ? readPipe(path) : createReadStream(fsPath(path));
}

/** A name of the file behind standard input, if it is an unread file, according to Linux. */
export function stdinFile(): string | undefined {
  try {
    if (!fstatSync(0).isFile()) return undefined;
    return /^pos:\s*0$/m.test(readFileSync('/proc/self/fdinfo/0', 'latin1')) ? '/dev/stdin' : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether a path must be read as it comes: standard input, a pipe, the null device.
 *
 * @throws the system's error, and an error with a code for `openFault` when it cannot be read at all
 */
export function isStream(path: string): boolean {
  const code = isStdin(path) ? stdinKindFault() : kindFault(statSync(fsPath(path)));
  if (code !== undefined) throw Object.assign(new Error(), { code });
  if (isStdin(path)) return true;
  return !statSync(fsPath(path)).isFile();
}
