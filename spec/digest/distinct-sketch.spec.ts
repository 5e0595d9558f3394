import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DistinctSketch, EXACT_LIMIT } from '../../src/digest/distinct-sketch.js';
import { sipHash53 } from '../../src/digest/sip-hash.js';

const hashOf = sipHash53('000102030405060708090a0b0c0d0e0f');

function distinctOf(keys: Iterable<string>): DistinctSketch {
  const distinct = new DistinctSketch();
  for (const key of keys) distinct.count(hashOf(key));
  return distinct;
}

/** The distinct keys of all that the given ones have seen. */
function sumOf(...parts: readonly DistinctSketch[]): DistinctSketch {
  const sum = new DistinctSketch();
  for (const part of parts) sum.add(part);
  return sum;
}

const numbered = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `k${from + i}`);

/** A sequence of pseudo-random whole numbers below 2^32. Source: Marsaglia, Xorshift RNGs, 2003. */
function xorshift(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** Keys that are all different: the nth of each family. */
const families: Readonly<Record<string, (seed: number) => (n: number) => string>> = {
  'addresses in a row': (seed) => (n) => {
    const address = (seed * 0x01000000 + n) >>> 0;
    return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');
  },
  'addresses of IPv6 in a row': (seed) => (n) => `2001:db8:${seed.toString(16)}::${n.toString(16)}`,
  'paths with a number': (seed) => (n) => `/shop/${seed}/article/${n}.html`,
  'random bytes': (seed) => {
    const random = xorshift(seed);
    return (n) => {
      const word = random();
      // The number behind them keeps them all different.
      return `${String.fromCharCode(word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff)}${n}`;
    };
  },
};

const anyKeys = fc.array(fc.oneof(fc.constantFrom('', 'a', '\0', '\xff', '10.0.0.1'), fc.string()), { maxLength: 50 });

describe('DistinctSketch', () => {
  it('is 0 when nothing was counted', () => {
    expect(new DistinctSketch().size()).toBe(0);
  });

  it('counts a key once, however often it comes', () => {
    expect(distinctOf(['a', 'b', 'a', '', 'a', '']).size()).toBe(3);
  });

  it('tells keys apart that differ in one byte, in their order or in their length', () => {
    const keys = [
      '',
      '\0',
      '\0\0',
      'a',
      'b',
      'ab',
      'ba',
      'aab',
      'aba',
      '\x80',
      '\xff',
      '10.0.0.1',
      '10.0.0.2',
      '1.0.0.10',
    ];
    expect(distinctOf(keys).size()).toBe(keys.length);
  });

  it('is as exact as a set', () => {
    fc.assert(
      fc.property(anyKeys, (keys) => {
        expect(distinctOf(keys).size()).toBe(new Set(keys).size);
      }),
    );
  });

  it('is exact up to its limit, and near from there on', () => {
    const distinct = new DistinctSketch();
    for (const [i, key] of numbered(0, EXACT_LIMIT).entries()) {
      distinct.count(hashOf(key));
      distinct.count(hashOf(key));
      if (distinct.size() !== i + 1) throw new Error(`${distinct.size()} of ${i + 1} keys`);
    }
    distinct.count(hashOf('one more'));
    expect(Math.abs(distinct.size() / (EXACT_LIMIT + 1) - 1)).toBeLessThan(0.02);
  });

  it('gives a whole number beyond its limit', () => {
    expect(Number.isInteger(distinctOf(numbered(0, 20_000)).size())).toBe(true);
  });

  describe.each(Object.keys(families))('with %s', (name) => {
    it.each([1, 2])('is within 2 %% of the truth (seed %d)', (seed) => {
      const keyOf = families[name]?.(seed) ?? String;
      const distinct = new DistinctSketch();
      let counted = 0;
      for (const size of [10_000, 50_000, 100_000]) {
        for (; counted < size; counted++) distinct.count(hashOf(keyOf(counted)));
        expect(Math.abs(distinct.size() / size - 1)).toBeLessThan(0.02);
      }
    });

    it('is exact up to its limit', () => {
      const keyOf = families[name]?.(7) ?? String;
      const distinct = new DistinctSketch();
      for (let n = 0; n < EXACT_LIMIT; n++) distinct.count(hashOf(keyOf(n)));
      expect(distinct.size()).toBe(EXACT_LIMIT);
    });
  });

  it.each(['addresses in a row', 'random bytes'])('is within 2 %% of a million %s', (name) => {
    const keyOf = families[name]?.(5) ?? String;
    const distinct = new DistinctSketch();
    for (let n = 0; n < 1_000_000; n++) distinct.count(hashOf(keyOf(n)));
    expect(Math.abs(distinct.size() / 1_000_000 - 1)).toBeLessThan(0.02);
  });

  it('does not grow when keys come again', () => {
    const keys = numbered(0, 20_000);
    const distinct = distinctOf(keys);
    const before = distinct.size();
    for (const key of keys) distinct.count(hashOf(key));
    expect(distinct.size()).toBe(before);
  });

  describe('add', () => {
    // Sizes on both sides of the limit, and keys that several parts have.
    const anyPart = fc
      .tuple(fc.constantFrom(0, 100, 5000), fc.constantFrom(0, 1, 3000, 6000, EXACT_LIMIT, 9000))
      .map(([from, count]) => numbered(from, from + count));
    const few = { numRuns: 10 };

    it('changes nothing with what has seen nothing', () => {
      fc.assert(
        fc.property(anyPart, (keys) => {
          const distinct = distinctOf(keys);
          expect(sumOf(distinct, new DistinctSketch())).toEqual(distinct);
          expect(sumOf(new DistinctSketch(), distinct)).toEqual(distinct);
        }),
        few,
      );
    });

    it('comes to the same state whatever the order and the grouping', () => {
      fc.assert(
        fc.property(anyPart, anyPart, anyPart, (...parts) => {
          const [a, b, c] = parts.map(distinctOf) as [DistinctSketch, DistinctSketch, DistinctSketch];
          const whole = distinctOf(parts.flat());
          expect(sumOf(a, b, c)).toEqual(whole);
          expect(sumOf(c, b, a)).toEqual(whole);
          expect(sumOf(a, sumOf(b, c))).toEqual(whole);
          expect(sumOf(sumOf(c, a), b)).toEqual(whole);
        }),
        few,
      );
    });

    it('leaves the other as it is, then and later', () => {
      fc.assert(
        fc.property(anyPart, anyPart, (one, two) => {
          const other = distinctOf(two);
          const distinct = distinctOf(one);
          distinct.add(other);
          for (const key of numbered(50_000, 60_000)) distinct.count(hashOf(key));
          expect(other).toEqual(distinctOf(two));
        }),
        few,
      );
    });

    it('does not grow with itself', () => {
      const distinct = distinctOf(numbered(0, 10_000));
      const before = distinct.size();
      distinct.add(distinct);
      expect(distinct.size()).toBe(before);
    });

    it('is exact to the limit, over many parts too', () => {
      const parts = Array.from({ length: 64 }, (_, i) => distinctOf(numbered(i * 128, (i + 1) * 128)));
      expect(sumOf(...parts).size()).toBe(EXACT_LIMIT);
      expect(sumOf(...parts, ...parts).size()).toBe(EXACT_LIMIT);
    });

    it('is within 2 % over many parts', () => {
      const parts = Array.from({ length: 50 }, (_, i) => distinctOf(numbered(i * 4000, (i + 1) * 4000)));
      expect(Math.abs(sumOf(...parts).size() / 200_000 - 1)).toBeLessThan(0.02);
    });
  });
});
