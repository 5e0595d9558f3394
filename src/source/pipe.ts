import { constants, openSync, realpathSync, statSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';

/** Where descriptors have names. */
const DESCRIPTORS = /^\/(?:dev|proc\/[^/]+)\/fd\//;

/**
 * Whether a pipe has a name of its own, by which the next writer finds it. What a shell gives as `<(command)` is a pipe
 * without one, in the folder of the descriptors: it ends with its writers.
 */
export function isNamedPipe(path: string): boolean {
  try {
    // A link to a pipe without a name leads nowhere.
    const real = realpathSync(path);
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
export const openPipe = (path: string): number => openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);

/** What is written to a pipe, until its writers are gone; the first of them is waited for. */
export function readPipe(path: string): Readable {
  return new Socket({ fd: openPipe(path), readable: true, writable: false });
}
