import fs from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
// Before anything is mocked: what a module is compiled to is written to a cache, by `fs.writeSync` too.
import '../../src/terminal/write-now.js';
import { systemError } from '../support/fake-terminal.js';

let taken: string;
let write: jest.SpiedFunction<typeof fs.writeSync>;

beforeEach(() => {
  taken = '';
  write = jest.spyOn(fs, 'writeSync');
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** Writes to a terminal that takes so many bytes at a time, or fails with a code. */
async function written(text: string, ...answers: (number | string)[]): Promise<string> {
  write.mockImplementation((_, bytes) => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (typeof answer === 'string') throw systemError(answer);
    const part = Buffer.from(bytes as unknown as Uint8Array).subarray(0, answer);
    taken += part.toString();
    return part.length;
  });
  // With what is mocked of `node:fs` now.
  jest.resetModules();
  const { writeNow } = await import('../../src/terminal/write-now.js');
  writeNow(1, text);
  return taken;
}

describe('writeNow', () => {
  it('writes all, also in parts', async () => {
    expect(await written('bye', 2, 1)).toBe('bye');
  });

  it('waits for a terminal that is behind', async () => {
    expect(await written('bye', 'EAGAIN', 1, 'EAGAIN', 'EAGAIN', 2)).toBe('bye');
  });

  it('gives up when the terminal takes nothing for half a second', async () => {
    const before = performance.now();
    expect(await written('bye', 'EAGAIN')).toBe('');
    expect(performance.now() - before).toBeLessThan(5000);
    expect(write).toHaveBeenCalledTimes(50);
  });

  it.each(['EIO', 'EPIPE', 'EBADF'])('does without a terminal that is gone and fails with %s', async (code) => {
    expect(await written('bye', code)).toBe('');
    expect(write).toHaveBeenCalledTimes(1);
  });
});
