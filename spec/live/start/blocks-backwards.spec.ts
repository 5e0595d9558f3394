import { closeSync, openSync, truncateSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { blocksBackwards, inputBytesFor } from '../../../src/live/start/blocks-backwards.js';
import { MAX_LINE_BYTES } from '../../../src/source/source-event.js';
import { LogFolder } from '../../support/log-folder.js';

let folder: LogFolder;

beforeEach(() => {
  folder = new LogFolder();
});

afterEach(() => {
  folder.remove();
});

/** What each block of a file with this text gives, the last block first. */
async function blocksOf(text: string, blockBytes: number, size = text.length): Promise<string[]> {
  folder.write('a.log', text);
  const fd = openSync(folder.path('a.log'), 'r');
  const input = Buffer.alloc(inputBytesFor(blockBytes));
  const blocks: string[] = [];
  for await (const { from, to } of blocksBackwards(fd, size, input, blockBytes)) {
    blocks.push(input.toString('latin1', from, to));
  }
  closeSync(fd);
  return blocks;
}

describe('blocksBackwards', () => {
  it('gives the lines of each block, the last block first', async () => {
    expect(await blocksOf('one\ntwo\nthree\nfour\n', 10)).toEqual(['four\n', 'one\ntwo\nthree\n']);
  });

  it('gives a line that begins at the edge of a block once', async () => {
    expect(await blocksOf('1234\n1234\n1234\n', 5)).toEqual(['', '1234\n', '1234\n1234\n']);
  });

  it('gives nothing of no bytes', async () => {
    expect(await blocksOf('', 10)).toEqual([]);
  });

  it('leaves out what stands behind the last newline', async () => {
    expect(await blocksOf('one\ntwo\nthr', 100)).toEqual(['one\ntwo\n']);
    expect(await blocksOf('one\ntwo\nthree', 4)).toEqual(['', '', 'two\n', 'one\n']);
    expect(await blocksOf('one', 2)).toEqual(['', '']);
  });

  it('looks at the bytes up to the size that it is given alone', async () => {
    expect(await blocksOf('one\ntwo\nthree\n', 100, 8)).toEqual(['one\ntwo\n']);
  });

  it('gives what is left of a file that was truncated meanwhile', async () => {
    expect(await blocksOf('one\ntwo\nthr', 8, 40)).toEqual(['', '', '', '', 'one\ntwo\n']);
  });

  it('gives no line whose end was cut off meanwhile', async () => {
    folder.write('a.log', 'one\ntwo\nthree\nfour\n');
    const fd = openSync(folder.path('a.log'), 'r');
    const input = Buffer.alloc(inputBytesFor(8));
    const blocks: string[] = [];
    for await (const { from, to } of blocksBackwards(fd, 19, input, 8)) {
      blocks.push(input.toString('latin1', from, to));
      truncateSync(folder.path('a.log'), 10);
    }
    closeSync(fd);
    expect(blocks).toEqual(['four\n', 'two\n', 'one\n']);
  });

  it('gives all lines, each whole and once, wherever blocks end', async () => {
    const line = fc.string({ maxLength: 12 }).map((text) => text.replace(/\n/g, ' '));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 20 }),
        fc.integer({ min: 1, max: 60 }),
        async (lines, blockBytes) => {
          const text = Buffer.from(lines.map((one) => `${one}\n`).join('')).toString('latin1');
          const blocks = await blocksOf(text, blockBytes);
          for (const block of blocks) expect(block).toMatch(/^$|\n$/);
          expect(blocks.toReversed().join('')).toBe(text);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([1000, 4096, MAX_LINE_BYTES - 1, MAX_LINE_BYTES, MAX_LINE_BYTES + 1, 100_000, 1_000_000])(
    'gives the longest line that is kept whole, and no part of longer ones, in blocks of %d bytes',
    async (blockBytes) => {
      const [longest, longer] = ['a'.repeat(MAX_LINE_BYTES), 'b'.repeat(5 * MAX_LINE_BYTES)];
      const text = `one\n${longest}\ntwo\n${longer}\nthree\n${longer}\n`;
      const blocks = (await blocksOf(text, blockBytes)).toReversed().join('');
      // A block may hold a longer one as a whole, which then is for whoever reads it to tell.
      expect(blocks.replaceAll(`${longer}\n`, '')).toBe(`one\n${longest}\ntwo\nthree\n`);
    },
  );

  it('gives the longest line that is kept when it is a block of its own', async () => {
    const longest = `${'a'.repeat(MAX_LINE_BYTES)}\n`;
    expect(await blocksOf(`one\n${longest}`, longest.length)).toEqual(['', `one\n${longest}`]);
  });

  it('throws the error of the system when the file cannot be read', async () => {
    folder.write('a.log', 'one\n');
    const fd = openSync(folder.path('a.log'), 'a');
    const block = blocksBackwards(fd, 4, Buffer.alloc(inputBytesFor(10)), 10).next();
    await expect(block).rejects.toMatchObject({ code: 'EBADF', syscall: 'read' });
    closeSync(fd);
  });
});
