import { readSync } from 'node:fs';

/** Bytes `[from, to)` of a file. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

const NEWLINE = 0x0a;
const BLOCK_BYTES = 64 * 1024;

/** Cuts the bytes of a file into ranges of at most `rangeBytes`, wherever lines end. */
export function byteRanges(size: number, rangeBytes: number): ByteRange[] {
  const count = Math.ceil(size / rangeBytes);
  return Array.from({ length: count }, (_, i) => ({ from: i * rangeBytes, to: Math.min(size, (i + 1) * rangeBytes) }));
}

/**
 * The lines of a range: those that begin in it. Ranges that follow each other thus share out all lines of a file.
 *
 * @param fd of a file that is open for reading
 * @param size of the file in bytes
 */
export function lineRange(fd: number, { from, to }: ByteRange, size: number): ByteRange {
  return { from: lineStart(fd, from, size), to: lineStart(fd, to, size) };
}

/** The first place at or behind `at` where a line begins; the file's end when there is none. */
function lineStart(fd: number, at: number, size: number): number {
  if (at === 0 || at >= size) return Math.min(at, size);
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  for (let position = at - 1; position < size;) {
    const length = readSync(fd, block, 0, block.length, position);
    if (length === 0) break;
    const newline = block.subarray(0, length).indexOf(NEWLINE);
    if (newline !== -1) return position + newline + 1;
    position += length;
  }
  return size;
}
