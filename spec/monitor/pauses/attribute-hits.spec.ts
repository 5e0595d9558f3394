import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { merge } from '../../../src/digest/digest.js';
import type { Digest } from '../../../src/digest/digest.js';
import { Timeline } from '../../../src/digest/timeline.js';
import { attributed, rowsOf } from '../../../src/monitor/pauses/attribute-hits.js';
import type { Arrival, Pause } from '../../../src/source/source-event.js';
import { batchOf } from '../../support/batches.js';
import { hitsOf } from '../../support/digest.js';

const arrivalIn = (pause: Partial<Pause> = {}, skewSeconds?: number): Arrival => ({
  second: 160,
  pause: { from: 100, to: 160, isCatchingUp: true, phase: 0, ...pause },
  ...(skewSeconds !== undefined && { skewSeconds }),
});

/** Hits that state a second, each. */
const stating = (...seconds: number[]): Digest =>
  seconds.map((second) => hitsOf(1, { second })).reduce(merge, hitsOf(0));

/** Hits that state none. */
const timeless = (hits: number): Digest => ({ ...hitsOf(hits, { status: '500' }), timeline: new Timeline() });

const counts = (digest: Digest, arrival: Arrival): (readonly [number, number])[] =>
  attributed(digest, arrival)
    .map(({ second, hits }) => [second, hits] as const)
    .sort(([a], [b]) => a - b);

describe('rowsOf', () => {
  it('counts a batch in the second in which it came', () => {
    expect(rowsOf(batchOf({ at: 160_999, digest: hitsOf(3) }))).toEqual([
      { second: 160, hits: 3, bytes: 300, errors: 0 },
    ]);
  });

  it('counts one that comes after a pause as `attributed` says', () => {
    const batch = batchOf({ at: 160_000, digest: stating(120), arrival: arrivalIn() });
    expect(rowsOf(batch)).toEqual(attributed(batch.digest, arrivalIn()));
    expect(rowsOf(batch)).toMatchObject([{ second: 120, hits: 1 }]);
  });
});

describe('attributed', () => {
  it('counts on arrival where there was no pause', () => {
    expect(attributed(hitsOf(3, { second: 5, status: '500' }), { second: 160 })).toEqual([
      { second: 160, hits: 3, bytes: 300, errors: 3 },
    ]);
  });

  it('counts lines of a pause in the seconds that they state', () => {
    expect(counts(stating(159, 100, 120, 120), arrivalIn())).toEqual([
      [100, 1],
      [120, 2],
      [159, 1],
    ]);
  });

  it.each([
    ['state no time', timeless(3)],
    ['state one before it', stating(7, 98, 99)],
    ['state one to come', stating(160, 161, 10_000)],
  ])('spreads lines that %s evenly over it', (_, digest) => {
    expect(counts(digest, arrivalIn())).toEqual([
      [102, 1],
      [121, 1],
      [140, 1],
    ]);
  });

  it('spreads several in each second, too', () => {
    expect(counts(timeless(145), arrivalIn()).map(([, hits]) => hits)).toEqual(
      Array.from({ length: 58 }, (_, i) => (i % 2 === 0 ? 2 : 3)),
    );
  });

  it('counts them on arrival when it has been caught up with', () => {
    expect(counts(merge(timeless(3), stating(99, 120, 160)), arrivalIn({ isCatchingUp: false }))).toEqual([
      [120, 1],
      [160, 5],
    ]);
  });

  it('goes by the clock of the lines where that is ahead', () => {
    expect(counts(stating(130, 150, 189), arrivalIn({}, 30))).toEqual([
      [100, 1],
      [120, 1],
      [159, 1],
    ]);
  });

  it('costs no more than there are lines, though a clock leaps by years', () => {
    expect(counts(timeless(2), arrivalIn({ from: -1e9, to: 1e9 }))).toEqual([
      [-1e9 + 2, 1],
      [1, 1],
    ]);
  });

  it('loses nothing, keeps to the pause, and is even, whatever comes', () => {
    const anySecond = fc.oneof(fc.integer({ min: 90, max: 170 }), fc.integer());
    const anyPause = fc.record({
      from: fc.constant(100),
      to: fc.integer({ min: 104, max: 160 }),
      isCatchingUp: fc.boolean(),
      phase: fc.nat(1023).map((phase) => phase / 1024),
    });
    fc.assert(
      fc.property(fc.array(anySecond, { maxLength: 30 }), fc.nat(300), anyPause, (seconds, untimed, pause) => {
        const digest = merge(stating(...seconds), timeless(untimed));
        const rows = attributed(digest, { second: 160, pause });
        const sum = (field: 'hits' | 'bytes' | 'errors') => rows.reduce((sum, row) => sum + row[field], 0);
        expect([sum('hits'), sum('bytes'), sum('errors')]).toEqual([digest.hits, digest.bytes, digest.errors]);
        for (const { second } of rows) if (second !== 160) expect(second >= pause.from && second < pause.to).toBe(true);

        const spread = attributed(timeless(untimed), { second: 160, pause });
        const share = pause.isCatchingUp ? untimed / (pause.to - pause.from - 2) : untimed;
        for (const { hits } of spread) expect(Math.abs(hits - share)).toBeLessThanOrEqual(1);
        expect(new Set(spread.map(({ second }) => second)).size).toBe(spread.length);
      }),
    );
  });
});
