import { fstatSync } from 'node:fs';
import type { Position } from '../source-event.js';
import { codeOf } from '../file-error.js';
import { bytesAt, fits, HEAD_BYTES, headOf } from './fingerprint.js';
import { unpackedHead, unpackedSize } from './gzip.js';
import type { LogFile } from './log-file.js';

/** Whether no more files can be opened for now, whichever they are. */
export const isExhausted = (error: unknown): boolean => ['EMFILE', 'ENFILE', 'ENOMEM'].includes(codeOf(error));

/** The bytes that a file, or what is packed in it, begins with; none where it cannot be read. */
export function beginningOf({ fd, isGzip }: LogFile): Uint8Array {
  if (isGzip) return unpackedHead(fd);
  try {
    return bytesAt(fd, 0, HEAD_BYTES);
  } catch {
    return new Uint8Array(0);
  }
}

const NEWLINE = 0x0a;

/**
 * Whether the whole lines of some bytes differ: two files that begin with the same ones, of times perhaps, hold the same. That
 * two requests of a second are alike tells nothing.
 */
export function areTelling(bytes: Uint8Array): boolean {
  const lines = Buffer.from(bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1))
    .toString('latin1')
    .split('\n');
  return new Set(lines.slice(0, -1)).size > 1;
}

/** How many bytes a file, or what is packed in it, holds; 0 where that cannot be told. */
export function contentSize(file: LogFile): number {
  try {
    const { size } = file.stat();
    return file.isGzip ? unpackedSize(file.fd, size) : size;
  } catch {
    return 0;
  }
}

/** Whether a file may go on, at the offset, what was read up to there. */
export function holds(file: LogFile, { offset, head }: Position): boolean {
  if (head.length === 0) return offset === 0;
  return contentSize(file) >= offset && fits(beginningOf(file), head);
}

/** Whether a file begins with what a position was read of, and is large enough; not when nothing was. */
export const holdsBeginning = (file: LogFile, position: Position): boolean =>
  position.head.length > 0 && holds(file, position);

/** Whether what a file holds may be what the other one begins with; of what is packed, only its beginning tells. */
export function isBeginningOf(file: LogFile, other: LogFile): boolean {
  const size = contentSize(file);
  if (size === 0 || size > contentSize(other)) return false;
  if (file.isGzip || other.isGzip) return fits(beginningOf(file), headOf(beginningOf(other).subarray(0, size)));
  const isSame = (from: number, to: number): boolean =>
    Buffer.compare(bytesAt(file.fd, from, to), bytesAt(other.fd, from, to)) === 0;
  try {
    return isSame(0, Math.min(size, HEAD_BYTES)) && isSame(Math.max(0, size - HEAD_BYTES), size);
  } catch {
    return false;
  }
}

/** Whether an open file has no name any more; not when that cannot be told. */
export function isDeleted({ fd }: LogFile): boolean {
  try {
    return fstatSync(fd).nlink === 0;
  } catch {
    return false;
  }
}
