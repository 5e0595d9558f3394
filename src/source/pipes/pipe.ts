import { closeSync, constants, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { codeOf } from '../file-error.js';
import { fsPath } from '../paths/path-bytes.js';

/** Where descriptors have names. */
const DESCRIPTORS = /^\/(?:dev|proc\/[^/]+)\/fd\//;

/**
 * Whether a pipe has a name of its own, by which the next writer finds it. What a shell gives as `<(command)` is a pipe
 * without one, in the folder of the descriptors: it ends with its writers.
 */
export function isNamedPipe(path: string): boolean {
  try {
    // A link to a pipe without a name leads nowhere.
    const real = realpathSync.native(fsPath(path));
    return !DESCRIPTORS.test(real) && statSync(real).isFIFO();
  } catch {
    return false;
  }
}

/**
 * Opens a pipe. A plain open would wait for a writer, in a thread that a process cannot end without.
 *
 * @returns a descriptor
 * @throws the system's error
 */
export const openPipe = (path: string): number => openSync(fsPath(path), constants.O_RDONLY | constants.O_NONBLOCK);

/** More than a pipe holds, if nobody has raised that. */
const MAX_THERE_BYTES = 1024 * 1024;

/** What is written to a pipe, until its writers are gone; the first of them is waited for. */
export function readPipe(path: string): Readable {
  const fd = openPipe(path);
  const { bytes, isOver } = whatIsThere(fd);
  if (isOver && bytes.length > 0) {
    closeSync(fd);
    return Readable.from([bytes]);
  }
  const stream = new Socket({ fd, readable: true, writable: false });
  if (bytes.length > 0) stream.unshift(bytes);
  return stream;
}

/**
 * Takes what is in a pipe when it is opened. Its writers may be gone already: Linux then tells the end only to one who
 * reads again, and not to one who waits for it.
 */
function whatIsThere(fd: number): { readonly bytes: Uint8Array; readonly isOver: boolean } {
  const bytes = Buffer.allocUnsafe(MAX_THERE_BYTES);
  let length = 0;
  while (length < bytes.length) {
    const count = readOr(fd, bytes.subarray(length));
    if (count === undefined || count === 0)
      return { bytes: Buffer.from(bytes.subarray(0, length)), isOver: count === 0 };
    length += count;
  }
  return { bytes, isOver: false };
}

/** How many bytes were read; 0 where there is neither a byte nor a writer, undefined where one can be waited for. */
function readOr(fd: number, bytes: Uint8Array): number | undefined {
  try {
    return readSync(fd, bytes);
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return undefined;
    throw error;
  }
}
