import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyDigest, merge, TABLES } from '../../src/digest/digest.js';
import type { Digest } from '../../src/digest/digest.js';
import { SlidingDigest } from '../../src/monitor/sliding-digest.js';
import { anyLines, digestOf, foldHit, hitOf, hitsOf, plainDigest } from '../support/digest.js';

const anyDigests = fc.array(anyLines.map(digestOf), { maxLength: 15 });
const anyLength = fc.integer({ min: 1, max: 6 });

const sumOf = (digests: readonly Digest[]): Digest => digests.reduce(merge, emptyDigest());

/** Hits of so many paths, one each. */
const manyPaths = (count: number): Digest =>
  digestOf(Array.from({ length: count }, (_, i) => hitOf({ path: `/many/${i}` })));

describe('SlidingDigest', () => {
  it('sums up the last digests, whatever came before', () => {
    fc.assert(
      fc.property(anyLength, anyDigests, (length, digests) => {
        const sliding = new SlidingDigest(length, Infinity);
        for (const [i, digest] of digests.entries()) {
          sliding.push(digest);
          const last = digests.slice(Math.max(0, i + 1 - length), i + 1);
          expect(plainDigest(sliding.sum())).toEqual(plainDigest(sumOf(last)));
        }
      }),
    );
  });

  it('leaves the digests as they are', () => {
    fc.assert(
      fc.property(anyLength, anyDigests, (length, digests) => {
        const sliding = new SlidingDigest(length, Infinity);
        const before = digests.map(plainDigest);
        for (const digest of digests) {
          sliding.push(digest);
          foldHit(sliding.sum(), hitOf());
        }
        expect(digests.map(plainDigest)).toEqual(before);
      }),
    );
  });

  it('takes one digest several times', () => {
    const [digest, other] = [hitsOf(1), hitsOf(10)];
    const sliding = new SlidingDigest(3, Infinity);
    const sums = [digest, digest, other, digest, digest, digest, digest].map((one) => {
      sliding.push(one);
      return sliding.sum().hits;
    });
    expect(sums).toEqual([1, 2, 12, 12, 12, 3, 3]);
  });

  it('is empty at first, and full when it holds as many as it is long', () => {
    const sliding = new SlidingDigest(3, Infinity);
    expect(plainDigest(sliding.sum())).toEqual(plainDigest(emptyDigest()));
    const fullness = Array.from({ length: 8 }, () => {
      sliding.push(hitsOf(1));
      return sliding.isFull;
    });
    expect(fullness).toEqual([false, false, true, true, true, true, true, true]);
  });

  it('gives a sum that stays as it is, and whose changes it does not see', () => {
    const sliding = new SlidingDigest(2, Infinity);
    sliding.push(hitsOf(1));
    const sum = sliding.sum();
    sliding.push(hitsOf(2));
    expect(sum.hits).toBe(1);
    foldHit(sum, hitOf({ path: '/other' }));
    expect(plainDigest(sliding.sum())).toEqual(plainDigest(hitsOf(3)));
  });

  it('keeps the bounds of its tables when there are more keys than it is told to keep', () => {
    const mostKeys = 3;
    const anyPaths = fc.array(
      fc
        .array(fc.nat(20), { maxLength: 10 })
        .map((paths) => digestOf(paths.map((path) => hitOf({ path: `/${path}` })))),
      { maxLength: 15 },
    );
    fc.assert(
      fc.property(anyLength, anyPaths, (length, digests) => {
        const sliding = new SlidingDigest(length, mostKeys);
        for (const [i, digest] of digests.entries()) {
          sliding.push(digest);
          const sum = sliding.sum();
          const truth = sumOf(digests.slice(Math.max(0, i + 1 - length), i + 1));
          expect(sum.hits).toBe(truth.hits);
          expect(sum.paths.size).toBeLessThanOrEqual(2 * mostKeys);
          for (const { key, hits } of truth.paths.rows()) {
            const known = sum.paths.get(key)?.hits ?? 0;
            expect(known).toBeLessThanOrEqual(hits);
            expect(known + sum.paths.maxLost).toBeGreaterThanOrEqual(hits);
          }
        }
      }),
    );
  });

  it('keeps as many keys in each table as it is told, at most', () => {
    const sliding = new SlidingDigest(2, 7);
    sliding.push(hitsOf(1));
    for (const table of TABLES) expect(sliding.sum()[table].cap).toBe(7);
  });

  it.each([0, 1, 2, 3])('is exact again when too many keys have left it, after %d digests before them', (before) => {
    const sliding = new SlidingDigest(3, 5);
    for (let i = 0; i < before; i++) sliding.push(hitsOf(1));
    sliding.push(manyPaths(100));
    for (let i = 0; i < 2; i++) sliding.push(hitsOf(1));
    expect(sliding.sum().paths.maxLost).toBeGreaterThan(0);
    sliding.push(hitsOf(1));
    expect(sliding.sum().paths.maxLost).toBe(0);
    expect(plainDigest(sliding.sum())).toEqual(plainDigest(hitsOf(3)));
  });
});
