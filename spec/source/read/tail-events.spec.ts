import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { untilLook } from '../../../src/source/read/tail-events.js';

describe('untilLook', () => {
  it('gives times between those at which seconds end', () => {
    expect([0, 99, 100, 101, 250, 999].map((now) => now + untilLook(now, 200))).toEqual([
      100, 100, 300, 300, 300, 1100,
    ]);
  });

  it('gives one that comes, and not later than it takes from one to the next', () => {
    const times = fc.tuple(fc.nat({ max: 4_000_000_000_000 }), fc.double({ min: 1, max: 1000, noNaN: true }));
    fc.assert(
      fc.property(times, ([now, every]) => {
        const wait = untilLook(now, every);
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(every);
        // Doubles of milliseconds since 1970 are some 0.0002 apart.
        expect(Math.abs(((now + wait) % every) - every / 2)).toBeLessThan(0.01);
      }),
    );
  });
});
