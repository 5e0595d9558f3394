import fs from 'node:fs';
import { jest } from '@jest/globals';

type Done = (error: Error | null, count: number, bytes: NodeJS.ArrayBufferView) => void;
type Read = (
  ...args: [fd: number, bytes: NodeJS.ArrayBufferView, offset: number, length: number, position: number, done: Done]
) => void;

interface Asked {
  readonly position: number;
  readonly length: number;
  readonly answer: (error: Error | null) => void;
}

/**
 * Stands before the next calls of `fs.read`: each is answered when a spec says so, and reads what is there then. What uses
 * it must have been imported after this was made. Undone by `jest.restoreAllMocks`.
 */
export class StagedReads {
  /** The blocks that were asked for, in order. */
  readonly asked: Asked[] = [];

  constructor(count: number) {
    const read = fs.read as unknown as Read;
    const spy = jest.spyOn(fs, 'read') as unknown as { mockImplementationOnce(read: Read): void };
    for (let i = 0; i < count; i++)
      spy.mockImplementationOnce((fd, bytes, offset, length, position, done) => {
        const answer = (error: Error | null): void => {
          if (error === null) read(fd, bytes, offset, length, position, done);
          else done(error, 0, bytes);
        };
        this.asked.push({ position, length, answer });
      });
  }

  /** Lets the one that was asked for as number `i`, counted from 0, read what is there now. */
  release(i: number): void {
    this.asked[i]?.answer(null);
  }

  fail(i: number, message = 'i/o error', code = 'EIO'): void {
    this.asked[i]?.answer(Object.assign(new Error(message), { code }));
  }
}
