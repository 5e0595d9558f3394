import { describe, expect, it } from '@jest/globals';
import { arrivals } from '../../src/generate/arrivals.js';
import { MIN_RATE } from '../../src/generate/options.js';
import { seeded } from '../../src/generate/random.js';

/** Hits in each of the first seconds. */
function hitsPerSecond(rate: number, seconds: number, seed = 1): number[] {
  const hits = new Array<number>(seconds).fill(0);
  for (const dueMs of arrivals(rate, seeded(seed))) {
    const second = Math.floor(dueMs / 1000);
    if (second >= seconds) break;
    hits[second] = (hits[second] ?? 0) + 1;
  }
  return hits;
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('arrivals', () => {
  it.each([0.01, 0.5, 2, 100])('come %d times a second on average', (rate) => {
    const seconds = 100_000 / Math.min(10, Math.max(1, rate));
    // Four standard errors of the mean.
    const bound = 4 * Math.sqrt(rate / seconds);
    for (const seed of [1, 2, 3])
      expect(Math.abs(meanOf(hitsPerSecond(rate, seconds, seed)) - rate)).toBeLessThan(bound);
  });

  it('come as often in the first second as in all others', () => {
    const firsts = Array.from({ length: 5000 }, (_, seed) => hitsPerSecond(2, 1, seed)[0] ?? NaN);
    expect(Math.abs(meanOf(firsts) - 2)).toBeLessThan(0.1);
  });

  it('are normally distributed from second to second, with the square root of the rate as standard deviation', () => {
    const hits = hitsPerSecond(100, 10_000);
    const within = (width: number): number =>
      hits.filter((value) => Math.abs(value - 100) <= width).length / hits.length;
    expect(Math.sqrt(meanOf(hits.map((value) => (value - 100) ** 2)))).toBeCloseTo(10, 0);
    // Hits are whole: up to 10 away holds what lies within 1.05 standard deviations.
    expect(within(10)).toBeCloseTo(0.7063, 1);
    expect(within(20)).toBeCloseTo(0.9596, 1);
    expect(within(40)).toBeGreaterThan(0.999);
  });

  it('have quiet seconds between busy ones when they are few', () => {
    const hits = hitsPerSecond(2, 1000);
    expect(hits.filter((value) => value === 0).length).toBeGreaterThan(20);
    expect(Math.max(...hits)).toBeGreaterThan(4);
  });

  it('come in order, spread over the whole second', () => {
    const tenths = new Array<number>(10).fill(0);
    let before = 0;
    for (const dueMs of arrivals(1000, seeded(1))) {
      if (dueMs >= 100_000) break;
      if (!(dueMs >= before)) throw new Error(`${dueMs} ms comes after ${before} ms`);
      before = dueMs;
      const tenth = Math.floor((dueMs % 1000) / 100);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) expect(Math.abs(count / 10_000 - 1)).toBeLessThan(0.05);
  });

  it('holds no second in memory: the first hits of a very busy one come at once', () => {
    const { value } = arrivals(1e12, seeded(1)).next() as { value: number };
    expect(value).toBeLessThan(1e-6);
  });

  it.each([0, -1, NaN, Infinity, MIN_RATE / 2])('throws when the rate is %d', (rate) => {
    expect(() => arrivals(rate, seeded(1))).toThrow(RangeError);
  });
});
