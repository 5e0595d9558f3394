import { closeSync, constants, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { codeOf } from '../file-error.js';
import { fsPath } from '../paths/path-bytes.js';

/** Folders in which descriptors have names. */
const DESCRIPTORS = /^\/(?:dev|proc\/[^/]+)\/fd\//;

/**
 * Whether a pipe has a name of its own, by which the next writer finds it. A shell's `<(command)` is a pipe without
 * one, in the folder of the descriptors: it ends with its writers.
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

/** More than a pipe holds, unless someone has raised its limit. */
const MAX_THERE_BYTES = 1024 * 1024;

/** The bytes written to a pipe, until its writers are gone; waits for the first of them. */
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
 * Reads the bytes already in a pipe when it is opened. Its writers may be gone already: Linux then reports the end only
 * to a reader who reads again, not to one who waits.
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

/** The number of bytes read; 0 when there is neither a byte nor a writer, undefined when one may still come. */
function readOr(fd: number, bytes: Uint8Array): number | undefined {
  try {
    return readSync(fd, bytes);
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return undefined;
    throw error;
  }
}
