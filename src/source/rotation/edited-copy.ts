import { MAX_LINE_BYTES } from '../source-event.js';
import { bytesAt, fits } from '../file/fingerprint.js';
import type { LogLocation } from './log-location.js';
import { areTelling, beginningOf, contentSize } from '../file/file-contents.js';
import { LogFile } from '../file/log-file.js';
import { fileAt } from '../file/named-file.js';

/** How many bytes before the offset show where a file goes on; at least 64 of them, in a file of short lines. */
const TAIL_BYTES = 1024;
const MIN_TAIL_BYTES = 64;
/** How far from its end a file is searched for them, and how many bytes behind them are compared. */
const SEARCH_BYTES = 16 * 1024 * 1024;
const NEWLINE = 0x0a;

/** The place in a file that continues the lines read from the one it replaced. */
export interface Continuation {
  readonly offset: number;
  /** Whether it holds all bytes of the other one, to the last. */
  readonly isWhole: boolean;
}

/**
 * Finds the offset at which to continue in a file that may be an edited copy of the one it replaced, as `sed -i`,
 * editors and `grep -v … > new && mv new log` make them. Undefined when it holds other lines. The unread bytes of the
 * old file are read there, so the offset lies behind as many of them as both files have.
 */
export function continuationOf(before: LogFile, file: LogFile): Continuation | undefined {
  if (before.isGzip || before.offset === 0 || contentSize(file) === 0) return undefined;
  try {
    const at = placeOf(before, file);
    return at === undefined ? undefined : commonRest(before, file, at);
  } catch {
    return undefined;
  }
}

/**
 * Whether a file has kept a name, as a rotated or moved file has: then the file that took its place holds other lines,
 * however similar. A backup name given by an editor does not count.
 */
export function isMovedAway(file: LogFile, home: LogLocation): boolean {
  if (file.hasLostName()) return false;
  const isBackup = (home.tryToList() ?? []).some((sibling) => !sibling.isNumbered && file.has(sibling));
  return !isBackup && !isNamedBy(file, `${home.path}~`);
}

function isNamedBy(file: LogFile, path: string): boolean {
  try {
    return file.has(fileAt(path));
  } catch {
    return false;
  }
}

/**
 * The present size of a file that may become a copy of one that had the name before; undefined when the name refers to
 * anything else.
 *
 * @throws as `LogFile.open` does
 */
export function copiedSoFar(before: LogFile, path: string, home: LogLocation): number | undefined {
  const file = LogFile.open(path);
  try {
    const size = beginsAlike(before, file);
    return size === undefined || isMovedAway(before, home) ? undefined : size;
  } finally {
    file.close();
  }
}

/**
 * The size of a file that is shorter than the part read of the one before it, and equal to the start of that, if not
 * empty; else undefined.
 */
function beginsAlike(before: LogFile, file: LogFile): number | undefined {
  const size = contentSize(file);
  if (before.isGzip || size >= before.offset) return undefined;
  try {
    const from = Math.max(0, size - TAIL_BYTES);
    const isSame = (at: number, to: number): boolean =>
      Buffer.compare(bytesAt(before.fd, at, to), bytesAt(file.fd, at, to)) === 0;
    return isSame(0, Math.min(size, TAIL_BYTES)) && isSame(from, size) ? size : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The place of one file's offset in another: behind the same bytes, at the same place or at their last occurrence;
 * behind the last line kept of those before the offset; or behind the last of these lines when the other file begins
 * with them.
 */
function placeOf(before: LogFile, file: LogFile): number | undefined {
  const { offset, head } = before;
  const last = Buffer.from(bytesAt(before.fd, Math.max(0, offset - MAX_LINE_BYTES), offset));
  const unique = uniqueLinesOf(last);
  const tail = last.subarray(-TAIL_BYTES);
  // Repeated lines may as well belong to another file.
  if (!lastLinesOf(last, tail.length).some((line) => unique.has(line))) return undefined;
  const isSameBefore = Buffer.compare(bytesAt(file.fd, offset - tail.length, offset), tail) === 0;
  if (isSameBefore && fits(beginningOf(file), head)) return offset;
  if (tail.length < MIN_TAIL_BYTES) return undefined;
  const size = contentSize(file);
  const from = Math.max(0, size - SEARCH_BYTES);
  const end = Buffer.from(bytesAt(file.fd, from, size));
  const found = end.lastIndexOf(tail);
  if (found !== -1) return from + found + tail.length;
  // A file like the beginning of the other has been waited for, and turned out to go on differently.
  const kept = beginsAlike(before, file) === undefined ? endOfKept(before, file, end, unique) : undefined;
  return kept === undefined ? lengthOfCommonLines(tail, beginningOf(file), unique) : from + kept;
}

/**
 * The end of the last line that one file has kept of the lines read from the other, when some of the last were removed.
 * Its first line must be another one of these.
 */
function endOfKept(before: LogFile, file: LogFile, end: Buffer, unique: ReadonlySet<string>): number | undefined {
  const beginning = Buffer.from(bytesAt(file.fd, 0, MAX_LINE_BYTES));
  const first = beginning.subarray(0, beginning.indexOf(NEWLINE) + 1);
  if (first.length < MIN_TAIL_BYTES || !holdsBytes(before, first)) return undefined;
  const ends = new Map<string, number>();
  let at = end.length === contentSize(file) ? first.length : 0;
  for (const line of linesOf(end.subarray(at))) ends.set(line, (at += line.length));
  const kept = [...unique].findLast((line) => line.length >= MIN_TAIL_BYTES && ends.has(line));
  return kept === undefined ? undefined : ends.get(kept);
}

/** Includes the newlines; the rest behind the last newline is not a line. */
const linesOf = (bytes: Buffer): string[] => bytes.toString('latin1').match(/[^\n]*\n/g) ?? [];

/** The lines that contain some of the last bytes. */
function lastLinesOf(bytes: Buffer, length: number): string[] {
  let rest = length;
  return linesOf(bytes)
    .reverse()
    .filter((line) => {
      const isLast = rest > 0;
      rest -= line.length;
      return isLast;
    });
}

/** The lines that occur once, in their order. */
function uniqueLinesOf(bytes: Buffer): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const line of linesOf(bytes)) counts.set(line, (counts.get(line) ?? 0) + 1);
  return new Set([...counts].flatMap(([line, count]) => (count === 1 ? [line] : [])));
}

/** Whether the part read of a file contains the bytes, near enough to its beginning or its end. */
const holdsBytes = ({ fd, offset }: LogFile, bytes: Buffer): boolean =>
  [0, Math.max(0, offset - SEARCH_BYTES)].some((from) =>
    Buffer.from(bytesAt(fd, from, Math.min(offset, from + SEARCH_BYTES))).includes(bytes),
  );

/**
 * The length in bytes of the lines that end one text and begin the other; undefined when they are too few, or a single
 * line, as two requests can be alike.
 */
function lengthOfCommonLines(tail: Buffer, beginning: Uint8Array, unique: ReadonlySet<string>): number | undefined {
  for (let newline = tail.indexOf(NEWLINE); newline !== -1; newline = tail.indexOf(NEWLINE, newline + 1)) {
    const lines = tail.subarray(newline + 1);
    if (!areTelling(lines)) return undefined;
    const isCommon = Buffer.compare(lines, beginning.subarray(0, lines.length)) === 0;
    if (isCommon && linesOf(lines).some((line) => unique.has(line))) return lines.length;
  }
  return undefined;
}

/** Moves on over the whole lines that both files have behind these places. */
function commonRest(before: LogFile, file: LogFile, at: number): Continuation {
  const rest = bytesAt(before.fd, before.offset, before.offset + SEARCH_BYTES);
  const other = bytesAt(file.fd, at, at + rest.length);
  const differs = rest.findIndex((byte, i) => byte !== other[i]);
  const common = differs === -1 ? rest : rest.subarray(0, differs);
  return { offset: at + common.lastIndexOf(NEWLINE) + 1, isWhole: differs === -1 };
}
