import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lookMsFor } from '../../src/live/look-interval.js';

const DAY_MS = 86_400_000;

describe('lookMsFor', () => {
  it.each([
    [DAY_MS, 200],
    [10_000, 200],
    [1500, 187.5],
    [1000, 200],
    [500, 100],
    [100, 20],
  ])('gives for intervals of %d ms a look every %d ms', (intervalMs, lookMs) => {
    expect(lookMsFor(intervalMs)).toBe(lookMs);
  });

  it('makes a whole number of looks of each interval, five or more, at most 200 ms apart', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: DAY_MS }), (intervalMs) => {
        const lookMs = lookMsFor(intervalMs);
        expect(lookMs).toBeLessThanOrEqual(200);
        const looks = intervalMs / lookMs;
        expect(looks).toBeGreaterThan(4.999);
        expect(Math.abs(looks - Math.round(looks))).toBeLessThan(1e-6);
      }),
    );
  });
});
