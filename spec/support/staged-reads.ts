import fs from 'node:fs';
import { jest } from '@jest/globals';

type Give = (error: Error | null, bytes: string) => void;

/**
 * Stands behind the next calls of `fs.createReadStream`: the streams are real, and their bytes come when a spec says so.
 * Undone by `jest.restoreAllMocks`.
 */
export class StagedReads {
  /** The blocks that were asked for, in order. */
  readonly asked: { start: number; end: number }[] = [];
  private readonly streams: fs.ReadStream[] = [];
  private readonly stages: Stage[] = [];

  constructor(count: number) {
    const create = fs.createReadStream;
    const spy = jest.spyOn(fs, 'createReadStream');
    for (let i = 0; i < count; i++) {
      const stage = new Stage();
      this.stages.push(stage);
      spy.mockImplementationOnce((path, options) => {
        const block = options as { start: number; end: number; encoding: BufferEncoding };
        const stream = create(path, { ...block, fs: stage.fs });
        this.asked.push(block);
        this.streams.push(stream);
        return stream;
      });
    }
  }

  give(i: number, bytes: string): void {
    this.stages[i]?.answer(null, bytes);
  }

  end(i: number): void {
    this.stages[i]?.answer(null, '');
  }

  fail(i: number, message: string): void {
    this.stages[i]?.answer(Object.assign(new Error(message), { code: 'EIO' }), '');
  }

  isOver(i: number): boolean {
    return this.streams[i]?.closed === true;
  }
}

/** A file whose reads wait for their answers, and whose answers wait for reads. */
class Stage {
  private readonly answers: [Error | null, string][] = [];
  private waiting: Give | undefined;

  readonly fs = {
    open: (...args: unknown[]): void => {
      (args.at(-1) as (error: null, fd: number) => void)(null, -1);
    },
    read: (...args: unknown[]): void => {
      const [, buffer, offset, length] = args as [number, Buffer, number, number];
      const done = args.at(-1) as (error: Error | null, bytesRead: number, buffer: Buffer) => void;
      this.waiting = (error, bytes) => {
        done(error, buffer.write(bytes, offset, length, 'latin1'), buffer);
      };
      this.pair();
    },
    close: (...args: unknown[]): void => {
      (args.at(-1) as (error: null) => void)(null);
    },
  };

  answer(error: Error | null, bytes: string): void {
    this.answers.push([error, bytes]);
    this.pair();
  }

  private pair(): void {
    const { waiting } = this;
    if (waiting === undefined) return;
    const answer = this.answers.shift();
    if (answer === undefined) return;
    this.waiting = undefined;
    setImmediate(waiting, ...answer);
  }
}
