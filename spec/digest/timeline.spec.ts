import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Timeline } from '../../src/digest/timeline.js';
import type { SecondRow } from '../../src/digest/timeline.js';

function timelineOf(rows: Iterable<SecondRow>): Timeline {
  const timeline = new Timeline();
  for (const { second, hits, bytes, errors } of rows) timeline.count(second, hits, bytes, errors);
  return timeline;
}

function sumOf(...parts: readonly Timeline[]): Timeline {
  const sum = new Timeline();
  for (const part of parts) sum.add(part);
  return sum;
}

/** The same by other means. */
function truthOf(rows: Iterable<SecondRow>): SecondRow[] {
  const truth = new Map<number, SecondRow>();
  for (const row of rows) {
    const known = truth.get(row.second) ?? { hits: 0, bytes: 0, errors: 0 };
    truth.set(row.second, {
      second: row.second,
      hits: known.hits + row.hits,
      bytes: known.bytes + row.bytes,
      errors: known.errors + row.errors,
    });
  }
  return [...truth.values()].sort((a, b) => a.second - b.second);
}

const rowOf = (second: number, hits = 1): SecondRow => ({ second, hits, bytes: 10 * hits, errors: 0 });

/** 1969 to 9999, and seconds that are alike in their last 32 bits. */
const anySecond = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.constantFrom(1_525_881_639, 1_525_881_640, 253_402_300_799, -62_135_596_800),
  fc.integer({ min: -3, max: 3 }).map((i) => i * 2 ** 32 + 7),
);
const anyRow = fc.record({
  second: anySecond,
  hits: fc.constantFrom(1, 2, 1000),
  bytes: fc.constantFrom(0, 1, 2 ** 40),
  errors: fc.constantFrom(0, 1),
});
const anyRows = fc.array(anyRow, { maxLength: 60 });

describe('Timeline', () => {
  it('is empty at first', () => {
    expect(new Timeline().rows()).toEqual([]);
    expect(new Timeline().size).toBe(0);
  });

  it('counts hits, bytes and errors of each second, in ascending order', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const timeline = timelineOf(rows);
        expect(timeline.rows()).toEqual(truthOf(rows));
        expect(timeline.size).toBe(truthOf(rows).length);
      }),
    );
  });

  it('tells the second 0 from none', () => {
    expect(timelineOf([rowOf(5), rowOf(0)]).rows()).toEqual([rowOf(0), rowOf(5)]);
    expect(timelineOf([rowOf(0)]).rows()).toEqual([rowOf(0)]);
  });

  it('counts on after it was read', () => {
    const timeline = timelineOf([rowOf(5), rowOf(3)]);
    expect(timeline.rows()).toEqual([rowOf(3), rowOf(5)]);
    timeline.count(4, 1, 10, 0);
    timeline.count(3, 1, 10, 0);
    expect(timeline.rows()).toEqual([rowOf(3, 2), rowOf(4), rowOf(5)]);
  });

  it.each<[string, (i: number) => number]>([
    ['in order', (i) => 1_500_000_000 + i],
    ['in reverse', (i) => 1_500_000_000 - i],
    ['in no order', (i) => 1_500_000_000 + ((i * 7919) % 100_000)],
    ['an hour apart', (i) => 1_500_000_000 + 3600 * i],
    ['2^32 seconds apart', (i) => (i % 500) * 2 ** 32],
  ])('holds many seconds, %s', (_, secondOf) => {
    const timeline = new Timeline();
    const seconds = Array.from({ length: 100_000 }, (_value, i) => secondOf(i));
    for (const second of seconds) timeline.count(second, 1, 2, 0);
    const truth = [...new Set(seconds)].sort((a, b) => a - b);
    const hits = seconds.length / truth.length;
    let i = 0;
    timeline.forEach((second, ...counts) => {
      if (second !== truth[i]) throw new Error(`${second} where ${truth[i] ?? 'nothing'} comes`);
      if (counts.join() !== `${hits},${2 * hits},0`) throw new Error(`${counts.join()} at ${second}`);
      i++;
    });
    expect(i).toBe(truth.length);
    expect(timeline.size).toBe(truth.length);
  });

  it('adds up bytes to the largest safe integer', () => {
    const timeline = new Timeline();
    timeline.count(1, 1, Number.MAX_SAFE_INTEGER - 1, 0);
    timeline.count(1, 1, 1, 0);
    expect(timeline.rows()[0]?.bytes).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('counts no more than 2^32 - 1 hits and errors of a second', () => {
    const timeline = new Timeline();
    timeline.count(1, 2 ** 32 - 2, 0, 0);
    timeline.count(1, 1, 0, 2 ** 32 + 5);
    expect(timeline.rows()).toEqual([{ second: 1, hits: 2 ** 32 - 1, bytes: 0, errors: 2 ** 32 - 1 }]);
    timeline.count(1, 1, 0, 1);
    expect(timeline.rows()).toEqual([{ second: 1, hits: 2 ** 32 - 1, bytes: 0, errors: 2 ** 32 - 1 }]);
  });

  describe('add', () => {
    it('changes nothing with an empty one', () => {
      fc.assert(
        fc.property(anyRows, (rows) => {
          const timeline = timelineOf(rows);
          expect(sumOf(timeline, new Timeline()).rows()).toEqual(timeline.rows());
          expect(sumOf(new Timeline(), timeline).rows()).toEqual(timeline.rows());
        }),
      );
    });

    it('comes to the same whatever the order and the grouping', () => {
      fc.assert(
        fc.property(anyRows, anyRows, anyRows, (...parts) => {
          const [a, b, c] = parts.map(timelineOf) as [Timeline, Timeline, Timeline];
          const whole = truthOf(parts.flat());
          expect(sumOf(a, b, c).rows()).toEqual(whole);
          expect(sumOf(c, b, a).rows()).toEqual(whole);
          expect(sumOf(a, sumOf(b, c)).rows()).toEqual(whole);
          expect(sumOf(sumOf(c, a), b).rows()).toEqual(whole);
        }),
      );
    });

    it('leaves the other as it is, then and later', () => {
      fc.assert(
        fc.property(anyRows, anyRows, (one, two) => {
          const other = timelineOf(two);
          const timeline = timelineOf(one);
          timeline.add(other);
          for (const { second } of two) timeline.count(second, 1, 1, 1);
          expect(other.rows()).toEqual(truthOf(two));
        }),
      );
    });

    it('doubles one that is added to itself', () => {
      const timeline = timelineOf([rowOf(9), rowOf(3), rowOf(9)]);
      timeline.add(timeline);
      expect(timeline.rows()).toEqual([rowOf(3, 2), rowOf(9, 4)]);
    });
  });
});
