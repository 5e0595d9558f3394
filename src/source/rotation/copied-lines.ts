import { MAX_LINE_BYTES } from '../source-event.js';
import { areTelling, beginningOf, contentSize, isBeginningOf } from '../file/file-contents.js';
import { bytesAt, HEAD_BYTES } from '../file/fingerprint.js';
import type { LogFile } from '../file/log-file.js';
import type { LatestTime } from './older-lines.js';

const CHUNK_BYTES = 256 * 1024;
/** How many bytes of lines are compared to see whether they are alike by chance, and when the last were written. */
const TELLING_BYTES = 64 * 1024;
const LAST_BYTES = 4 * 1024;
const NEWLINE = 0x0a;
const NANOSECONDS = 1_000_000_000n;

/** The common beginning of two files. */
interface Common {
  /** In bytes, up to the end of a line. */
  readonly length: number;
  /** Whether it is all of one of them. */
  readonly isWhole: boolean;
}

/**
 * The length in bytes of the lines that a log shares with another one because one was copied from the other; 0 for two
 * logs that begin alike by chance, as two servers do that the same client asks for their health.
 *
 * Such lines were written one by one, so a file made before the last of them is not a copy, as far as the system knows
 * when it was made. If both went on differently, they must share a good deal, and one must have been made after the
 * lines and the other before them.
 */
export function copiedLines(file: LogFile, other: LogFile, latestTime: LatestTime = () => undefined): number {
  const common = file.isGzip || other.isGzip ? commonPacked(file, other) : commonPlain(file, other);
  const { length, isWhole } = common;
  const plain = file.isGzip ? other : file;
  const first = plain.isGzip
    ? beginningOf(plain).subarray(0, length)
    : bytesAt(plain.fd, 0, Math.min(length, TELLING_BYTES));
  if (!areTelling(first)) return 0;
  const begun = latestTime(first.subarray(0, first.indexOf(NEWLINE) + 1));
  const ended = latestTime(plain.isGzip ? first : lastLinesOf(plain, length));
  const isMadeAfter = (one: LogFile): boolean => !one.isGzip && (ended === undefined || secondOfBirth(one) >= ended);
  const isKnownCopy = (copy: LogFile, original: LogFile): boolean =>
    isMadeAfter(copy) &&
    begun !== undefined &&
    original.birth > 0n &&
    original.birth <= copy.birth &&
    secondOfBirth(original) <= begun;
  const isCopy = isWhole
    ? isMadeAfter(file) || isMadeAfter(other)
    : length >= HEAD_BYTES && (isKnownCopy(file, other) || isKnownCopy(other, file));
  return isCopy ? length : 0;
}

/** The last whole lines before an offset. */
function lastLinesOf({ fd }: LogFile, end: number): Uint8Array {
  const from = Math.max(0, end - LAST_BYTES);
  const bytes = bytesAt(fd, from, end);
  return from === 0 ? bytes : bytes.subarray(bytes.indexOf(NEWLINE) + 1);
}

/** The second in which a file was made; infinite when unknown. */
const secondOfBirth = ({ birth }: LogFile): number => (birth > 0n ? Number(birth / NANOSECONDS) : Infinity);

function commonPlain(file: LogFile, other: LogFile): Common {
  const [shorter, longer] = contentSize(file) <= contentSize(other) ? [file, other] : [other, file];
  // A whole copy is recognised without reading all of it.
  if (isBeginningOf(shorter, longer)) return { length: endOfLines(shorter), isWhole: true };
  return commonBeginning(file, other);
}

/** The end of the last complete line; 0 when that is too far back. */
function endOfLines(file: LogFile): number {
  const size = contentSize(file);
  const from = Math.max(0, size - MAX_LINE_BYTES - 1);
  const newline = bytesAt(file.fd, from, size).lastIndexOf(NEWLINE);
  return newline === -1 ? 0 : from + newline + 1;
}

function commonBeginning({ fd }: LogFile, { fd: other }: LogFile): Common {
  for (let at = 0, end = 0; ; at += CHUNK_BYTES) {
    const [a, b] = [bytesAt(fd, at, at + CHUNK_BYTES), bytesAt(other, at, at + CHUNK_BYTES)];
    const shorter = Math.min(a.length, b.length);
    const isSame = Buffer.compare(a.subarray(0, shorter), b.subarray(0, shorter)) === 0;
    const common = isSame ? shorter : a.findIndex((byte, i) => byte !== b[i]);
    const newline = a.subarray(0, common).lastIndexOf(NEWLINE);
    if (newline !== -1) end = at + newline + 1;
    if (!isSame || shorter < CHUNK_BYTES) return { length: end, isWhole: isSame };
  }
}

/** For packed files, compares the beginnings and the sizes. */
function commonPacked(file: LogFile, other: LogFile): Common {
  const [a, b] = [beginningOf(file), beginningOf(other)];
  const shorter = Math.min(a.length, b.length);
  const size = Math.min(contentSize(file), contentSize(other));
  const isSame = shorter > 0 && Buffer.compare(a.subarray(0, shorter), b.subarray(0, shorter)) === 0;
  return { length: isSame ? size : 0, isWhole: isSame };
}
