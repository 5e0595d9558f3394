import { read } from 'node:fs';
import { promisify } from 'node:util';
import { MAX_LINE_BYTES } from '../../source/source-event.js';
import type { ByteRange } from '../../report/ranges.js';

const NEWLINE = 0x0a;

/** The most bytes of a line, with its newline, kept until the block comes in which it begins. */
const MAX_REST_BYTES = MAX_LINE_BYTES + 1;

const readAt = promisify(read);

/** The least size of an input for blocks of so many bytes. */
export const inputBytesFor = (blockBytes: number): number => blockBytes + MAX_REST_BYTES;

/**
 * Reads the first `size` bytes of a file block by block, the last one first, and yields for each the place of its whole
 * lines in `input`. Each line is given once, with the block that it begins in, or the one before when it begins at its
 * edge. A line that is too long may be left out, and so is anything after the last newline.
 *
 * Each byte is read once, and the event loop has its turn between blocks. Throws the system's error when the file
 * cannot be read.
 *
 * @param fd of a file open for reading
 * @param input of `inputBytesFor(blockBytes)` or more
 */
export async function* blocksBackwards(
  fd: number,
  size: number,
  input: Buffer,
  blockBytes: number,
): AsyncGenerator<ByteRange, void, undefined> {
  // All blocks end at the same place of the input, followed by the rest of the line that hangs over the edge.
  const end = blockBytes;
  /** Bytes of that rest; undefined when the line is to be left out. */
  let rest: number | undefined;
  for (let to = size; to > 0; to -= blockBytes) {
    const from = Math.max(0, to - blockBytes);
    const length = to - from;
    const start = end - length;
    const filled = await fill(fd, input.subarray(start, end), from);
    const block = input.subarray(start, start + filled);
    // The file was truncated meanwhile: the rest after the block is lost.
    if (filled < length) rest = undefined;

    const newline = block.indexOf(NEWLINE);
    /** Bytes of a line that begins further back. */
    const head = newline === -1 ? length : newline + 1;
    const linesFrom = from === 0 ? start : start + head;
    const linesTo = rest === undefined ? start + block.lastIndexOf(NEWLINE) + 1 : end + rest;
    const isWithinLine = newline === -1 && from > 0;
    yield { from: linesFrom, to: isWithinLine ? linesFrom : linesTo };

    const more = isWithinLine ? rest : 0;
    rest = more === undefined || head + more > MAX_REST_BYTES ? undefined : head + more;
    if (rest !== undefined) {
      input.copyWithin(end + head, end, end + rest - head);
      input.copyWithin(end, start, start + head);
    }
  }
}

/** The number of bytes put into the block: fewer when the file ends before. */
async function fill(fd: number, block: Buffer, position: number): Promise<number> {
  let length = 0;
  while (length < block.length) {
    const { bytesRead } = await readAt(fd, block, length, block.length - length, position + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}
