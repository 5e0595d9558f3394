import { describe, expect, it } from '@jest/globals';
import { normal, seeded } from '../../src/generate/random.js';

const many = 100_000;

describe('seeded', () => {
  it('gives the numbers of sfc32, as computed from its definition with unbounded integers', () => {
    const random = seeded(1);
    expect([random(), random(), random()]).toEqual([0.41439975961111486, 0.4718119385652244, 0.3868573661893606]);
    const other = seeded(Number.MAX_SAFE_INTEGER, 7);
    expect([other(), other(), other()]).toEqual([0.6438118717633188, 0.36588530987501144, 0.14578141714446247]);
  });

  it('gives other numbers for another seed, zero, negative ones and the largest among them, and for another stream', () => {
    const seeds = [0, 1, -1, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
    const firsts = [...seeds.map((seed) => seeded(seed)()), seeded(1, 1)(), seeded(1, 2)()];
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  it('spreads evenly over [0, 1)', () => {
    const random = seeded(3);
    const bins = new Array<number>(10).fill(0);
    for (let i = 0; i < many; i++) {
      const bin = Math.floor(random() * 10);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    expect(bins).toHaveLength(10);
    for (const count of bins) expect(Math.abs(count / many - 0.1)).toBeLessThan(0.004);
  });
});

describe('normal', () => {
  const random = seeded(5);
  const draws = Array.from({ length: many }, () => normal(random));
  const share = (within: number): number => draws.filter((draw) => Math.abs(draw) < within).length / many;

  it('has mean 0 and standard deviation 1', () => {
    expect(draws.reduce((sum, draw) => sum + draw, 0) / many).toBeCloseTo(0, 1);
    expect(Math.sqrt(draws.reduce((sum, draw) => sum + draw * draw, 0) / many)).toBeCloseTo(1, 1);
  });

  it('has the shares of a normal distribution within 1, 2 and 3 standard deviations', () => {
    expect(share(1)).toBeCloseTo(0.6827, 2);
    expect(share(2)).toBeCloseTo(0.9545, 2);
    expect(share(3)).toBeCloseTo(0.9973, 2);
  });

  it('is finite when the numbers are 0 or as near to 1 as can be', () => {
    for (const edge of [0, 1 - 2 ** -32]) expect(Math.abs(normal(() => edge))).toBeLessThan(6.7);
  });
});
