import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatRate,
  formatShare,
} from '../../src/text/units.js';

describe('formatCount', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1_234_567, '1,234,567'],
    [Number.MAX_SAFE_INTEGER, '9,007,199,254,740,991'],
  ])('%d → %s', (count, text) => {
    expect(formatCount(count)).toBe(text);
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [1234, '1.2 kB'],
    [99_949, '99.9 kB'],
    [99_950, '100 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [1_200_000, '1.2 MB'],
    [12_345_678_901, '12.3 GB'],
    [2 ** 50, '1.1 PB'],
    [1.5e18, '1,500 PB'],
  ])('%d → %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('has at most seven columns up to 1000 PB', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 9.99e17, noNaN: true }), (bytes) => {
        expect(formatBytes(Math.floor(bytes))).toMatch(/^(\d{1,3} B|\d{1,2}\.\d [kMGTP]B|[1-9]\d\d [kMGTP]B)$/);
      }),
    );
  });
});

describe('formatRate', () => {
  it.each([
    [0, '0'],
    [0.01, '<0.1'],
    [0.05, '0.1'],
    [12.34, '12.3'],
    [12, '12.0'],
    [99.96, '100'],
    [12_345.6, '12,346'],
  ])('%d → %s', (rate, text) => {
    expect(formatRate(rate)).toBe(text);
  });
});

describe('formatShare and formatPercent', () => {
  it.each([
    [0, 10, '0'],
    [0, 0, '0'],
    [1, 0, '0'],
    [1, 10_000, '<0.1'],
    [21, 1000, '2.1'],
    [1, 3, '33.3'],
    [9999, 10_000, '>99.9'],
    [10, 10, '100'],
  ])('%d of %d → %s', (part, whole, text) => {
    expect(formatShare(part, whole)).toBe(text);
    expect(formatPercent(part, whole)).toBe(`${text} %`);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [500, '500 ms'],
    [999.9, '1 s'],
    [1500, '1.5 s'],
    [10_000, '10 s'],
    [10_003, '10 s'],
    [59_990, '1 min'],
    [90_000, '1 min 30 s'],
    [120_000, '2 min'],
    [3_600_000, '1 h'],
    [5_400_000, '1 h 30 min'],
    [3_605_000, '1 h'],
    [90_061_000, '1 d 1 h'],
    [40 * 86_400_000, '40 d'],
  ])('%d ms → %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
