import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Span } from '../../../src/monitor/live/span.js';
import type { SpanBefore } from '../../../src/monitor/live/previous-span.js';
import type { Stats } from '../../../src/monitor/stats/stats.js';
import { digestOf, hitOf, hitsOf, plainDigest } from '../../support/digest.js';

/** The seconds `[from, to)`, one hit each with a path of its own. */
const hitsOfEach = (from: number, to: number) =>
  digestOf(Array.from({ length: to - from }, (_, i) => hitOf({ path: `/${from + i}` })));

interface Told extends Stats {
  readonly before: SpanBefore | undefined;
}

/** What a span that counts one hit a second, each with a path of its own, tells after each of them. */
function toldBy(span: Span, start: number, seconds: number): Told[] {
  return Array.from({ length: seconds }, (_, i) => {
    span.count(start + i, hitsOfEach(start + i, start + i + 1));
    return { ...span.stats(start + i + 1), before: span.before(start + i + 1) };
  });
}

/** Which of the seconds `[from, to)` count in a span before, by their paths. */
const secondsIn = (before: SpanBefore | undefined, from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, i) => from + i).filter((second) => before?.hitsOf('paths', `/${second}`));

const boundsOf = ({ from, to }: Stats) => [from / 1000, to / 1000];

describe('Span', () => {
  it('tells nothing at first', () => {
    const span = new Span(10, 100, Infinity);
    const { from, to, digest } = span.stats(100);
    expect([from, to]).toEqual([100_000, 100_000]);
    expect(plainDigest(digest)).toEqual(plainDigest(digestOf([])));
    expect(span.before(100)).toBeUndefined();
  });

  it('tells all there is until it is whole, then the last seconds exactly', () => {
    const told = toldBy(new Span(3, 100, Infinity), 100, 5);
    expect(told.map(boundsOf)).toEqual([
      [100, 101],
      [100, 102],
      [100, 103],
      [101, 104],
      [102, 105],
    ]);
    for (const { from, to, digest } of told)
      expect(plainDigest(digest)).toEqual(plainDigest(hitsOfEach(from / 1000, to / 1000)));
  });

  it('tells of the span before it as soon as that is whole', () => {
    const told = toldBy(new Span(3, 100, Infinity), 100, 8);
    expect(told.map(({ before }) => before && secondsIn(before, 90, 120))).toEqual([
      ...Array<undefined>(5).fill(undefined),
      [100, 101, 102],
      [101, 102, 103],
      [102, 103, 104],
    ]);
    expect(told[7]?.before?.hits).toBe(3);
  });

  it('moves on in twelve steps when it is long, with the step that has not ended', () => {
    const told = toldBy(new Span(120, 0, Infinity), 0, 260);
    const ends = [1, 120, 129, 130, 139, 140];
    expect(told.filter((_, i) => ends.includes(i + 1)).map(boundsOf)).toEqual([
      [0, 1],
      [0, 120],
      [0, 129],
      [10, 130],
      [10, 139],
      [20, 140],
    ]);
    expect(told.findIndex(({ before }) => before !== undefined)).toBe(239);
    expect(told[248]).toMatchObject({ from: 120_000, to: 249_000 });
    expect(plainDigest(told[248]?.digest ?? digestOf([]))).toEqual(plainDigest(hitsOfEach(120, 249)));
    expect(secondsIn(told[248]?.before, 0, 249)).toEqual(Array.from({ length: 120 }, (_, i) => i));
    expect(told[249]).toMatchObject({ from: 130_000, to: 250_000 });
    expect(secondsIn(told[249]?.before, 0, 250)).toEqual(Array.from({ length: 120 }, (_, i) => 10 + i));
  });

  it('sees even traffic as even, though a span that has begun a step is longer than the one before', () => {
    for (const { digest, before } of toldBy(new Span(120, 0, Infinity), 0, 260).slice(239))
      expect(before?.hits).toBeCloseTo(digest.hits, 8);
  });

  it('counts quiet seconds, too', () => {
    const span = new Span(2, 0, Infinity);
    const hits = [5, 0, 0, 0, 0].map((count, second) => {
      span.count(second, hitsOf(count));
      return [span.stats(second + 1).digest.hits, span.before(second + 1)?.hits];
    });
    expect(hits).toEqual([
      [5, undefined],
      [5, undefined],
      [0, undefined],
      [0, 5],
      [0, 0],
    ]);
  });

  it('tells what was counted between its bounds, and in the span right before them', () => {
    const anyCounts = fc.array(fc.nat(3), { minLength: 1, maxLength: 120 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: -5, max: 2 ** 31 }),
        anyCounts,
        (seconds, start, counts) => {
          const span = new Span(seconds, start, Infinity);
          const step = Math.ceil(seconds / 12);
          const countedIn = (from: number, to: number): number =>
            counts.slice(from - start, to - start).reduce((sum, count) => sum + count, 0);
          for (const [i, count] of counts.entries()) {
            span.count(start + i, hitsOf(count));
            const end = start + i + 1;
            const { from, to, digest } = span.stats(end);
            const first = from / 1000;
            expect(to).toBe(end * 1000);
            expect(first).toBeGreaterThanOrEqual(start);
            expect(digest.hits).toBe(countedIn(first, end));
            // Never shorter than asked for once there is so much, and never two steps longer.
            expect(end - first).toBeGreaterThanOrEqual(Math.min(seconds, i + 1));
            expect(end - first).toBeLessThan(step === 1 ? seconds + 1 : seconds + 2 * step);

            const length = Math.ceil(seconds / step) * step;
            const isWhole = first - start >= length;
            const hitsBefore = (countedIn(first - length, first) * (end - first)) / length;
            expect(span.before(end)?.hits).toEqual(isWhole ? expect.closeTo(hitsBefore, 8) : undefined);
          }
        },
      ),
    );
  });

  it('is longer while a pause is in it, which is one step, and compares by what it covers', () => {
    const span = new Span(3, 100, Infinity);
    const told = toldBy(span, 100, 6);
    span.count(106, hitsOfEach(106, 126), 126);
    const after = [{ ...span.stats(126), before: span.before(126) }, ...toldBy(span, 126, 6)];
    expect([...told.slice(-1), ...after].map(boundsOf)).toEqual([
      [103, 106],
      [106, 126],
      [106, 127],
      [106, 128],
      [126, 129],
      [127, 130],
      [128, 131],
      [129, 132],
    ]);
    for (const { from, to, digest } of after)
      expect(plainDigest(digest)).toEqual(plainDigest(hitsOfEach(from / 1000, to / 1000)));
    // Even traffic is even: what it is compared with is as much for as long.
    for (const { digest, before } of after) if (before !== undefined) expect(before.hits).toBeCloseTo(digest.hits, 8);
    expect(after.every(({ before }) => before !== undefined)).toBe(true);
  });

  it('tells what stays as it is, and leaves what it is given', () => {
    const span = new Span(30, 0, Infinity);
    const given = hitsOf(1);
    span.count(0, given);
    const told = span.stats(1);
    span.count(1, hitsOf(2));
    span.count(2, hitsOf(4));
    expect(told.digest.hits).toBe(1);
    expect(given.hits).toBe(1);
    expect(span.stats(3).digest.hits).toBe(7);
  });

  it('keeps as many keys as it is told, at most', () => {
    const span = new Span(2, 0, 10);
    for (let second = 0; second < 5; second++) {
      span.count(second, hitsOfEach(100 * second, 100 * second + 100));
      expect(span.stats(second + 1).digest.tables.paths.size).toBeLessThanOrEqual(20);
    }
  });

  it('keeps the bounds of its tables when there are more keys than it is told to keep', () => {
    const anyPaths = fc.array(fc.array(fc.nat(20), { maxLength: 10 }), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), anyPaths, (seconds, paths) => {
        const span = new Span(seconds, 0, 3);
        const hits = paths.map((numbers) => numbers.map((number) => hitOf({ path: `/${number}` })));
        for (const [second, counted] of hits.entries()) {
          span.count(second, digestOf(counted));
          const { from, digest } = span.stats(second + 1);
          const truth = digestOf(hits.slice(from / 1000, second + 1).flat());
          expect(digest.hits).toBe(truth.hits);
          expect(digest.tables.paths.size).toBeLessThanOrEqual(6);
          for (const { key, hits } of truth.tables.paths.rows()) {
            const known = digest.tables.paths.get(key)?.hits ?? 0;
            expect(known).toBeLessThanOrEqual(hits);
            expect(known + digest.tables.paths.maxLost).toBeGreaterThanOrEqual(hits);
          }
        }
      }),
    );
  });

  it('is exact again when too many keys have left it', () => {
    const span = new Span(3, 0, 5);
    span.count(0, hitsOfEach(0, 100));
    const lost = [1, 2, 3].map((second) => {
      span.count(second, hitsOf(1));
      return span.stats(second + 1).digest.tables.paths.maxLost;
    });
    expect(lost).toEqual([expect.any(Number), expect.any(Number), 0]);
    expect(lost[1]).toBeGreaterThan(0);
    expect(plainDigest(span.stats(4).digest)).toEqual(plainDigest(hitsOf(3)));
  });
});
