import { isBeginningOf } from '../file/file-contents.js';
import type { LogFile } from '../file/log-file.js';
import { continuationOf, isMovedAway } from './edited-copy.js';
import type { LogLocation } from './log-location.js';

/**
 * If a file is an edited copy of the one it replaced, starts it behind the lines already read there.
 *
 * @returns whether it is one
 */
export function beginBehindEdited(file: LogFile, before: LogFile | undefined, home: LogLocation): boolean {
  const continuation = before && continuationOf(before, file);
  if (before === undefined || continuation === undefined || isMovedAway(before, home)) return false;
  const { offset, isWhole } = continuation;
  before.isContinued = isWhole;
  file.resume({ ...file.position, offset, head: file.headUpTo(offset) });
  return true;
}

/**
 * Starts a file that took the place of one read by another log behind the lines that both hold: it was one file by two
 * names, until a name got a copy, by an editor or by the first write to one of two links in a lower layer of an
 * overlay.
 *
 * @returns whether it did
 */
export function beginBehindShared(file: LogFile, other: LogFile | undefined, home: LogLocation): boolean {
  if (other === undefined || other.isClosed || isMovedAway(other, home)) return false;
  if (isBeginningOf(file, other)) {
    file.startAtEnd();
    return true;
  }
  const continuation = continuationOf(other, file);
  if (continuation === undefined) return false;
  file.resume({ ...file.position, offset: continuation.offset, head: file.headUpTo(continuation.offset) });
  return true;
}
