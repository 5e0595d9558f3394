import { describe, expect, it } from '@jest/globals';
import type { Recent } from '../../../src/monitor/decode/recent-chunks.js';
import { WaitingChunks } from '../../../src/monitor/decode/waiting-chunks.js';

const MiB = 1024 * 1024;
const block = new Uint8Array(5 * MiB);
const chunkOf = (at: number, bytes = 1000): Recent => ({
  at,
  chunk: { kind: 'chunk', source: 'a.log', bytes: block.subarray(0, bytes), overlong: 0 },
});
const timesOf = (chunks: Iterable<Recent>): number[] => Array.from(chunks, ({ at }) => at);

/** A clock by which each look at it takes so long. */
const taking = (milliseconds: number, clock = { time: 0 }): ConstructorParameters<typeof WaitingChunks>[1] => ({
  now: () => (clock.time += milliseconds),
  schedule: () => {
    throw new Error('not meant to be called');
  },
});

describe('WaitingChunks', () => {
  const many = Array.from({ length: 12 }, (_, i) => chunkOf(i));

  it('gives all at once where that takes no time', () => {
    const waiting = new WaitingChunks(many, taking(0));
    expect(timesOf(waiting.slice())).toEqual(timesOf(many));
    expect(waiting.isEmpty).toBe(true);
    expect(timesOf(waiting.slice())).toEqual([]);
  });

  it('gives some 4 MiB at most, or one that is larger', () => {
    const waiting = new WaitingChunks(
      [5 * MiB, 2 * MiB, 1.9 * MiB, MiB].map((bytes, i) => chunkOf(i, bytes)),
      taking(0),
    );
    expect(timesOf(waiting.slice())).toEqual([0]);
    expect(timesOf(waiting.slice())).toEqual([1, 2]);
    expect(timesOf(waiting.slice())).toEqual([3]);
  });

  it('gives no more after 10 ms, but one always', () => {
    const waiting = new WaitingChunks(many, taking(4));
    expect(timesOf(waiting.slice())).toEqual([0, 1, 2]);
    expect(timesOf(waiting.slice())).toEqual([3, 4, 5]);
    const slow = new WaitingChunks(many, taking(5000));
    expect(timesOf(slow.slice())).toEqual([0]);
    expect(timesOf(slow.slice())).toEqual([1]);
  });

  it('does not stop for a clock that is set back', () => {
    const waiting = new WaitingChunks(many, taking(-60_000));
    expect(timesOf(waiting.slice())).toEqual(timesOf(many));
  });

  it('takes out what it gives, and leaves what is not asked for', () => {
    const waiting = new WaitingChunks(many, taking(0));
    expect(waiting.slice().next().value).toBe(many[0]);
    expect(timesOf(waiting.slice())).toEqual(timesOf(many.slice(1)));
  });

  it('keeps one that comes behind those that wait, and gives it back where none does', () => {
    const waiting = new WaitingChunks([chunkOf(0)], taking(0));
    expect(waiting.add(chunkOf(1))).toEqual([]);
    expect(timesOf(waiting.slice())).toEqual([0, 1]);
    expect(timesOf(waiting.add(chunkOf(2)))).toEqual([2]);
    expect(waiting.isEmpty).toBe(true);
  });

  it('gives the oldest back where more than 64 MiB would wait', () => {
    const waiting = new WaitingChunks([chunkOf(0, 1000), chunkOf(1, 2000)], taking(0));
    const given: number[] = [];
    for (let i = 2; i < 102; i++) given.push(...timesOf(waiting.add(chunkOf(i, MiB))));
    expect(given).toEqual(Array.from({ length: 39 }, (_, i) => i));
    const left: number[] = [];
    while (!waiting.isEmpty) left.push(...timesOf(waiting.slice()));
    expect(left).toEqual(Array.from({ length: 63 }, (_, i) => 39 + i));
  });

  it('keeps as many as there were at the start, where they are more', () => {
    const waiting = new WaitingChunks(
      Array.from({ length: 100 }, (_, i) => chunkOf(i, MiB)),
      taking(0),
    );
    expect(timesOf(waiting.add(chunkOf(100, 2.5 * MiB)))).toEqual([0, 1, 2]);
  });
});
