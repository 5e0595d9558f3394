import { constants, createWriteStream, fstatSync, lstatSync, openSync, statSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { scheduler } from 'node:timers/promises';
import { isatty } from 'node:tty';
import { STATE_MAGIC } from '../../monitor/checkpoint/checkpoint-binary.js';
import { codeOf } from '../../source/file-error.js';
import { beginningOf } from '../../live/state/lock-records.js';
import { faultOf, placeOf } from '../../files/place.js';
import { Unhurried } from '../../stdio/unhurried-writer.js';

const { O_WRONLY, O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_NOCTTY } = constants;
const APPENDING = O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY;

/** The interval between checks whether a pipe has a reader, in milliseconds. */
const LOOK_MS = 100;

/** Error codes of places that rxmon never writes to. */
export const IS_STATE = 'ESTATE';
export const IS_DISK = 'EDISK';

/**
 * Opens an output for appending lines: a log, new or existing, also by a link, which is made for others to read; or a
 * pipe, once it has a reader; or a terminal. While nobody reads the pipe or the terminal, the process can still end.
 *
 * @param stop ends the wait for a reader; resolves to undefined then
 * @throws the system's error, or one with a code of `placeOf` or from here
 */
export async function openLog(path: string, stop: AbortSignal): Promise<Writable | undefined> {
  while (!stop.aborted) {
    try {
      return streamTo(path, opened(path));
    } catch (error) {
      if (codeOf(error) !== 'ENXIO' || !statSync(path).isFIFO()) throw error;
      await scheduler.wait(LOOK_MS, { signal: stop }).catch(() => undefined);
    }
  }
  return undefined;
}

function opened(path: string): number {
  const place = placeOf(path);
  const isThere = lstatSync(place, { throwIfNoEntry: false }) !== undefined;
  // Some links of /proc, like /dev/stdout, lead to files without a name.
  if (!isThere && statSync(path, { throwIfNoEntry: false }) !== undefined) return openSync(path, APPENDING);
  try {
    return openSync(place, APPENDING | O_NOFOLLOW);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return openSync(place, APPENDING | O_CREAT | O_EXCL | O_NOFOLLOW, 0o666);
  }
}

function streamTo(path: string, fd: number): Writable {
  const stat = fstatSync(fd);
  if (stat.isFIFO()) return new Socket({ fd, readable: false, writable: true });
  if (isatty(fd)) return new Unhurried(fd);
  const stream = createWriteStream(path, { fd });
  if (stat.isBlockDevice()) throw closed(stream, IS_DISK);
  if (stat.isFile() && isState(path)) throw closed(stream, IS_STATE);
  return stream;
}

function isState(path: string): boolean {
  try {
    return beginningOf(placeOf(path), STATE_MAGIC.length)?.toString('latin1') === STATE_MAGIC;
  } catch {
    // A file may be writable but not readable.
    return false;
  }
}

function closed(stream: Writable, code: string): Error {
  stream.destroy();
  return faultOf(code);
}
