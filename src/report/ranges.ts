import { readSync } from 'node:fs';
import { MAX_LINE_BYTES } from '../source/source-event.js';

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
 * The lines that begin in a range. Consecutive ranges thus share out all lines of a file. The exception is a line too
 * long to keep: it is given only as far as needed to see that, as a file of one endless line would otherwise be
 * searched once for each of its ranges. The last line of a file is given whole even if it was being written while the
 * size was queried, and has grown since.
 *
 * @param fd of a file that is open for reading
 */
export function lineRange(fd: number, { from, to }: ByteRange): ByteRange {
  const first = lineStart(fd, from, to);
  return { from: first, to: first === to ? to : lineStart(fd, to, to + MAX_LINE_BYTES + 1) };
}

/** The first place in `[at, end)` where a line begins; `end` when there is none, or the end of the file before it. */
function lineStart(fd: number, at: number, end: number): number {
  if (at === 0 || at >= end) return Math.min(at, end);
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  for (let position = at - 1; position < end;) {
    const length = readSync(fd, block, 0, Math.min(block.length, end - position), position);
    if (length === 0) return Math.max(at, position);
    const newline = block.subarray(0, length).indexOf(NEWLINE);
    if (newline !== -1) return position + newline + 1;
    position += length;
  }
  return end;
}
