import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bucketOf, RELATIVE_ERROR, Spread } from '../../src/digest/histogram.js';
import { foldValue, plainSpread } from '../support/digest.js';

function spreadOf(values: Iterable<number>): Spread {
  const spread = new Spread();
  for (const value of values) foldValue(spread, value);
  return spread;
}

function sumOf(...parts: readonly Spread[]): Spread {
  const sum = new Spread();
  for (const part of parts) sum.add(part);
  return sum;
}

/** The rule of the engine, in whole numbers of any size. */
function bucketOfBits(value: number): number {
  const whole = BigInt(value);
  const bits = whole.toString(2).length;
  const shift = whole < 128n ? 0 : bits - 7;
  return 64 * shift + Number(whole >> BigInt(shift));
}

/** The next larger and the next smaller number that a double can be. */
const neighbour = (value: number, step: 1n | -1n): number => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + step);
  return view.getFloat64(0);
};

/** Each power of two up to 2^62, and the whole numbers next to it. */
const edges = Array.from({ length: 63 }, (_, exponent) => 2 ** exponent).flatMap((power) =>
  power < 2 ** 53 ? [power - 1, power, power + 1] : [neighbour(power, -1n), power, neighbour(power, 1n)],
);

const anyValue = fc.oneof(fc.nat(300), fc.nat(100_000), fc.constantFrom(...edges), fc.maxSafeNat());
const anyValues = fc.array(anyValue, { maxLength: 40 });

describe('bucketOf', () => {
  it('is exact below 128', () => {
    for (let value = 0; value < 128; value++) expect(bucketOf(value)).toBe(value);
  });

  it('follows the rule of the engine', () => {
    for (const value of edges) expect([value, bucketOf(value)]).toEqual([value, bucketOfBits(value)]);
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(bucketOf(value)).toBe(bucketOfBits(value));
      }),
      { numRuns: 1000 },
    );
  });

  it('never goes back and leaves no bucket out', () => {
    let last = bucketOf(0);
    for (let value = 1; value < 300_000; value++) {
      const bucket = bucketOf(value);
      if (bucket !== last && bucket !== last + 1) throw new Error(`${value} is in bucket ${bucket}, after ${last}`);
      last = bucket;
    }
    for (let exponent = 7; exponent < 63; exponent++) {
      const power = 2 ** exponent;
      const below = exponent < 53 ? power - 1 : neighbour(power, -1n);
      expect([exponent, bucketOf(below) + 1]).toEqual([exponent, bucketOf(power)]);
    }
  });

  it('has 64 buckets to each power of two', () => {
    for (let exponent = 7; exponent < 62; exponent++)
      expect(bucketOf(2 ** (exponent + 1)) - bucketOf(2 ** exponent)).toBe(64);
  });

  it('puts all from 2^63 on into one bucket', () => {
    const last = bucketOfBits(neighbour(2 ** 63, -1n));
    for (const value of [neighbour(2 ** 63, -1n), 2 ** 63, 2 ** 64, Number.MAX_VALUE, Infinity])
      expect(bucketOf(value)).toBe(last);
  });
});

/** Numbers from 0 to 1 that look random. Source: Park and Miller, Random Number Generators, 1988. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 0x7fffffff) / 0x7fffffff;
}

const filled = (count: number, valueOf: (random: () => number, i: number) => number): number[] => {
  const random = uniform(42);
  return Array.from({ length: count }, (_, i) => Math.floor(valueOf(random, i)));
};

const distributions: Readonly<Record<string, (count: number) => number[]>> = {
  zeros: (count) => filled(count, () => 0),
  'one value': (count) => filled(count, () => 12_345_678),
  'small numbers': (count) => filled(count, (random) => random() * 128),
  'ascending numbers': (count) => filled(count, (_, i) => i),
  'descending numbers': (count) => filled(count, (_, i) => 1000 * (count - i)),
  'uniform numbers': (count) => filled(count, (random) => random() * 2 ** 40),
  'exponential numbers': (count) => filled(count, (random) => -50_000 * Math.log(random())),
  'log-normal numbers': (count) =>
    filled(count, (random) => Math.exp(9 + 2 * Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random()))),
  'Pareto numbers': (count) => filled(count, (random) => Math.min(200 / random() ** 2, Number.MAX_SAFE_INTEGER)),
  'two humps': (count) => filled(count, (random, i) => (i % 10 === 0 ? 5_000_000 : 900) * (1 + random())),
  'powers of two': (count) => filled(count, (_, i) => 2 ** (i % 53)),
  'numbers below powers of two': (count) => filled(count, (_, i) => 2 ** (i % 54) - 1),
  'the largest number': (count) => filled(count, () => Number.MAX_SAFE_INTEGER),
};

describe('Spread', () => {
  it('is empty at first', () => {
    expect(plainSpread(new Spread())).toEqual({ entries: [], count: 0, max: 0 });
    expect(new Spread().quantile(0.5)).toBeUndefined();
  });

  it('gives the one value that it has for all quantiles', () => {
    for (const q of [0, 0.5, 1]) expect(spreadOf([77]).quantile(q)).toBe(77);
    for (const q of [0, 0.5, 1]) expect(spreadOf([0]).quantile(q)).toBe(0);
  });

  it('has its buckets in ascending order, and those only that have values', () => {
    const spread = spreadOf([5000, 3, 300, 3]);
    spread.addBucket(9, 0);
    expect(spread.entries()).toEqual([
      [3, 2],
      [bucketOf(300), 1],
      [bucketOf(5000), 1],
    ]);
  });

  it('knows the largest value exactly', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        expect(spreadOf(values).max).toBe(Math.max(0, ...values));
        expect(spreadOf(values).count).toBe(values.length);
      }),
    );
  });

  // As in the suites of DDSketch: data sets × sizes × quantiles, against the sorted truth.
  describe.each(Object.keys(distributions))('of %s', (name) => {
    it.each([1, 2, 3, 5, 10, 99, 100, 1000, 20_000])('is near the truth (%d values)', (count) => {
      const values = distributions[name]?.(count) ?? [];
      const spread = spreadOf(values);
      const sorted = Float64Array.from(values).sort();
      for (const percent of [0, 1, 7, 25, 50, 55, 75, 90, 95, 99, 100]) {
        // In whole numbers, so that the rank is exact.
        const truth = sorted[Math.max(0, Math.floor((percent * count + 99) / 100) - 1)] ?? NaN;
        const estimate = spread.quantile(percent / 100) ?? NaN;
        const isNear = Math.abs(estimate - truth) <= RELATIVE_ERROR * truth;
        expect({ percent, truth, estimate, isNear }).toEqual({ percent, truth, estimate, isNear: true });
        if (truth < 128) expect(estimate).toBe(truth);
        expect(estimate).toBeLessThanOrEqual(spread.max);
      }
    });
  });

  it('has quantiles that never go down', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        const spread = spreadOf(values);
        const quantiles = Array.from({ length: 21 }, (_, i) => spread.quantile(i / 20) ?? 0);
        expect(quantiles).toEqual([...quantiles].sort((a, b) => a - b));
      }),
    );
  });

  describe('add', () => {
    it('changes nothing with an empty one', () => {
      fc.assert(
        fc.property(anyValues, (values) => {
          const spread = spreadOf(values);
          expect(sumOf(spread, new Spread())).toEqual(spread);
          expect(sumOf(new Spread(), spread)).toEqual(spread);
        }),
      );
    });

    it('comes to the same whatever the order and the grouping', () => {
      fc.assert(
        fc.property(anyValues, anyValues, anyValues, (...parts) => {
          const [a, b, c] = parts.map(spreadOf) as [Spread, Spread, Spread];
          const whole = plainSpread(spreadOf(parts.flat()));
          expect(plainSpread(sumOf(a, b, c))).toEqual(whole);
          expect(plainSpread(sumOf(c, b, a))).toEqual(whole);
          expect(plainSpread(sumOf(a, sumOf(b, c)))).toEqual(whole);
          expect(plainSpread(sumOf(sumOf(c, a), b))).toEqual(whole);
        }),
      );
    });

    it('leaves the other as it is, then and later', () => {
      fc.assert(
        fc.property(anyValues, anyValues, (one, two) => {
          const other = spreadOf(two);
          const spread = spreadOf(one);
          spread.add(other);
          for (const value of two) foldValue(spread, value);
          expect(plainSpread(other)).toEqual(plainSpread(spreadOf(two)));
        }),
      );
    });

    it('doubles one that is added to itself', () => {
      const spread = spreadOf([1, 1, 500]);
      spread.add(spread);
      expect(plainSpread(spread)).toEqual(plainSpread(spreadOf([1, 1, 500, 500, 1, 1])));
    });
  });
});
