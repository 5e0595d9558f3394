import { fstatSync } from 'node:fs';
import type { Position } from '../source-event.js';
import { codeOf } from '../file-error.js';
import { bytesAt, fits, HEAD_BYTES, headOf } from './fingerprint.js';
import { unpackedHead, unpackedSize } from './gzip.js';
import type { LogFile } from './log-file.js';

/** Whether an error means that no file at all can be opened for now. */
export const isExhausted = (error: unknown): boolean => ['EMFILE', 'ENFILE', 'ENOMEM'].includes(codeOf(error));

/** The first bytes of a file, unpacked; empty when it cannot be read. */
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
 * Whether the whole lines of some bytes differ. Two files that begin with the same lines, with times perhaps, then hold
 * the same; two equal requests of a second prove nothing.
 */
export function areTelling(bytes: Uint8Array): boolean {
  const lines = Buffer.from(bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1))
    .toString('latin1')
    .split('\n');
  return new Set(lines.slice(0, -1)).size > 1;
}

/** The size of a file's contents in bytes, unpacked; 0 when unknown. */
export function contentSize(file: LogFile): number {
  try {
    const { size } = file.stat();
    return file.isGzip ? unpackedSize(file.fd, size) : size;
  } catch {
    return 0;
  }
}

/** Whether a file may continue, at the offset, the bytes read up to there. */
export function holds(file: LogFile, { offset, head }: Position): boolean {
  if (head.length === 0) return offset === 0;
  return contentSize(file) >= offset && fits(beginningOf(file), head);
}

/** Whether a file begins with the bytes read up to a position and is large enough; false when none were read. */
export const holdsBeginning = (file: LogFile, position: Position): boolean =>
  position.head.length > 0 && holds(file, position);

/**
 * Whether the contents of a file may be the beginning of another's; for packed files, only their beginnings are
 * compared.
 */
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

/** Whether an open file has lost all its names; false when unknown. */
export function isDeleted({ fd }: LogFile): boolean {
  try {
    return fstatSync(fd).nlink === 0;
  } catch {
    return false;
  }
}
