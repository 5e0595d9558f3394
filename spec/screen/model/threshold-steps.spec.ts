import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stepped } from '../../../src/screen/model/threshold-steps.js';

describe('stepped', () => {
  it.each([
    [10, 11],
    [99, 100],
    [100, 110],
    [990, 1000],
    [9.9, 10],
    [0.5, 0.51],
    [12.34, 13],
    [1234, 1300],
  ])('goes up from %d to %d', (from, to) => {
    expect(stepped(from, 1)).toBe(to);
  });

  it.each([
    [11, 10],
    [10, 9.9],
    [100, 99],
    [110, 100],
    [1000, 990],
    [12.34, 12],
    [1234, 1200],
    [0.001, 0.001],
  ])('goes down from %d to %d', (from, to) => {
    expect(stepped(from, -1)).toBe(to);
  });

  it('comes back to where it was, up and down, from any number of two digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 99 }), fc.integer({ min: -4, max: 6 }), (digits, exponent) => {
        const threshold = Number(`${digits}e${exponent}`);
        fc.pre(threshold > 0.0011);
        expect(stepped(stepped(threshold, 1), -1)).toBe(threshold);
        expect(stepped(stepped(threshold, -1), 1)).toBe(threshold);
      }),
    );
  });

  it('always leads on', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.002, max: 1e12, noNaN: true }), (threshold) => {
        expect(stepped(threshold, 1)).toBeGreaterThan(threshold);
        expect(stepped(threshold, -1)).toBeLessThan(threshold);
      }),
    );
  });
});
