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

/** How often to look whether a pipe has a reader, in milliseconds. */
const LOOK_MS = 100;

/** Codes of what is never written to. */
export const IS_STATE = 'ESTATE';
export const IS_DISK = 'EDISK';

/**
 * Opens what lines are appended to: a log that may be there already, also by a link, and is made for others to read; or a
 * pipe, whose reader is waited for, or a terminal. While nobody takes what is written to these, the process can still end.
 *
 * @param stop ends the waiting; undefined is resolved to then
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
  // Some links of /proc, like /dev/stdout, lead to what has no name.
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
    // One may write to what one may not read.
    return false;
  }
}

function closed(stream: Writable, code: string): Error {
  stream.destroy();
  return faultOf(code);
}
