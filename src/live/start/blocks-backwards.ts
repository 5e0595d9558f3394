import { read } from 'node:fs';
import { promisify } from 'node:util';
import { MAX_LINE_BYTES } from '../../source/source-event.js';
import type { ByteRange } from '../../report/ranges.js';

const NEWLINE = 0x0a;

/** The most bytes of a line that are kept until the block comes that it begins in, with its newline. */
const MAX_REST_BYTES = MAX_LINE_BYTES + 1;

const readAt = promisify(read);

/** How large an input must be for blocks of so many bytes. */
export const inputBytesFor = (blockBytes: number): number => blockBytes + MAX_REST_BYTES;

/**
 * Reads the first `size` bytes of a file block by block, the last one first, and says for each where its whole lines are
 * in `input`. Each line is given once, with the block that it begins in, or the one before when it begins at its edge. A
 * line that is too long may be left out, and so is what stands behind the last newline.
 *
 * Each byte is read once, and the event loop has its turn between blocks. It throws the system's error when the file
 * cannot be read.
 *
 * @param fd of a file that is open for reading
 * @param input of `inputBytesFor(blockBytes)` or more
 */
export async function* blocksBackwards(
  fd: number,
  size: number,
  input: Buffer,
  blockBytes: number,
): AsyncGenerator<ByteRange, void, undefined> {
  // All blocks end at the same place of the input, and the rest of the line that hangs over the edge stands behind it.
  const end = blockBytes;
  /** Bytes of that rest; undefined when the line is not to be given. */
  let rest: number | undefined;
  for (let to = size; to > 0; to -= blockBytes) {
    const from = Math.max(0, to - blockBytes);
    const length = to - from;
    const start = end - length;
    const filled = await fill(fd, input.subarray(start, end), from);
    const block = input.subarray(start, start + filled);
    // The file was truncated meanwhile: what went on behind the block is lost.
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

/** How many bytes there were to fill the block with: fewer when the file ends before. */
async function fill(fd: number, block: Buffer, position: number): Promise<number> {
  let length = 0;
  while (length < block.length) {
    const { bytesRead } = await readAt(fd, block, length, block.length - length, position + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}
