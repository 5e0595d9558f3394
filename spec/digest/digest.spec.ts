import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { COUNTED, COUNTED_NAMES, dimensionOf } from '../../src/digest/dimensions.js';
import { addDigest, emptyDigest, foldUnparsed, merge } from '../../src/digest/digest.js';
import type { Digest } from '../../src/digest/digest.js';
import { anyLines, digestOf, foldHit, hitOf, plainDigest } from '../support/digest.js';
import type { Line } from '../support/digest.js';

/** The tables that count every hit. */
const OF_ALL_HITS = COUNTED.filter(({ isOptional = false }) => !isOptional).map(({ name }) => name);

const anyDigest = anyLines.map(digestOf);

/** A seeded log with more different keys than the tables keep. */
const longLog = (from: number, count: number): Line[] =>
  Array.from({ length: count }, (_, i) => {
    const n = from + i;
    const status = String(200 + (n % 400));
    return hitOf({ host: `10.0.${n >> 8}.${n & 255}`, section: `/s${n % 7}`, path: `/s${n % 7}/${n}`, status });
  });

describe('emptyDigest', () => {
  it('holds nothing', () => {
    const noKeys = { rows: [], maxLost: 0 };
    const noValues = { entries: [], count: 0, max: 0 };
    expect(plainDigest(emptyDigest())).toEqual({
      hits: 0,
      bytes: 0,
      errors: 0,
      unparsed: 0,
      sample: undefined,
      ...Object.fromEntries(COUNTED_NAMES.map((table) => [table, noKeys])),
      distinctHosts: 0,
      sizes: noValues,
      latencies: noValues,
      timeline: [],
    });
  });

  it('is new each time', () => {
    const [one, other] = [emptyDigest(), emptyDigest()];
    foldHit(one, hitOf());
    expect(plainDigest(other)).toEqual(plainDigest(emptyDigest()));
  });

  it('has room in each table', () => {
    const digest = emptyDigest();
    for (const { name, cap } of COUNTED) expect(digest.tables[name].cap).toBe(cap);
  });

  it.each([1, 1000, 100_000])('has room in each table for %d keys, where that is less', (mostKeys) => {
    const digest = emptyDigest(mostKeys);
    for (const { name, cap } of COUNTED) expect(digest.tables[name].cap).toBe(Math.min(mostKeys, cap));
    expect(plainDigest(digest)).toEqual(plainDigest(emptyDigest()));
  });
});

describe('foldUnparsed', () => {
  it('counts lines that are no hits', () => {
    const digest = emptyDigest();
    foldUnparsed(digest, 3, { source: 'a.log', line: 'x' });
    foldUnparsed(digest, 1, { source: 'a.log', line: 'y' });
    expect(plainDigest(digest)).toEqual({
      ...plainDigest(emptyDigest()),
      unparsed: 4,
      sample: { source: 'a.log', line: 'x' },
    });
  });

  it('keeps the sample whose source, then whose line, comes first, whatever the order', () => {
    const samples = [
      { source: 'b.log', line: '' },
      { source: 'a.log', line: 'y' },
      { source: 'a.log', line: 'x' },
      { source: 'a.log', line: 'xx' },
    ];
    expect(digestOf(samples).sample).toEqual({ source: 'a.log', line: 'x' });
    expect(digestOf(samples.toReversed()).sample).toEqual({ source: 'a.log', line: 'x' });
    const withEmpty = [{ ...samples[0], source: '0.log', line: '' }, ...samples];
    expect(digestOf(withEmpty).sample).toEqual({ source: 'a.log', line: 'x' });
    expect(digestOf(withEmpty.toReversed()).sample).toEqual({ source: 'a.log', line: 'x' });
  });
});

describe('merge', () => {
  it('changes nothing with the empty digest', () => {
    fc.assert(
      fc.property(anyDigest, (digest) => {
        expect(plainDigest(merge(digest, emptyDigest()))).toEqual(plainDigest(digest));
        expect(plainDigest(merge(emptyDigest(), digest))).toEqual(plainDigest(digest));
      }),
    );
  });

  it('is commutative', () => {
    fc.assert(
      fc.property(anyDigest, anyDigest, (a, b) => {
        expect(plainDigest(merge(a, b))).toEqual(plainDigest(merge(b, a)));
      }),
    );
  });

  it('is associative', () => {
    fc.assert(
      fc.property(anyDigest, anyDigest, anyDigest, (a, b, c) => {
        expect(plainDigest(merge(a, merge(b, c)))).toEqual(plainDigest(merge(merge(a, b), c)));
      }),
    );
  });

  it('makes the whole of its parts, in any order', () => {
    fc.assert(
      fc.property(fc.array(anyLines, { maxLength: 6 }), fc.boolean(), (parts, isReversed) => {
        const digests = parts.map(digestOf);
        if (isReversed) digests.reverse();
        expect(plainDigest(digests.reduce(merge, emptyDigest()))).toEqual(plainDigest(digestOf(parts.flat())));
      }),
    );
  });

  it('makes each table, and the timeline, add up to the totals', () => {
    fc.assert(
      fc.property(anyLines, anyLines, (one, other) => {
        const both = merge(digestOf(one), digestOf(other));
        const { hits, bytes, errors } = both;
        for (const rows of [...OF_ALL_HITS.map((table) => both.tables[table].rows()), both.timeline.rows()]) {
          const sum = (count: 'hits' | 'bytes' | 'errors'): number => rows.reduce((all, row) => all + row[count], 0);
          expect([sum('hits'), sum('bytes'), sum('errors')]).toEqual([hits, bytes, errors]);
        }
        expect(both.sizes.count).toBe(hits);
        expect(both.latencies.count).toBeLessThanOrEqual(hits);
      }),
    );
  });

  it('changes neither digest', () => {
    fc.assert(
      fc.property(anyDigest, anyDigest, (a, b) => {
        const before = [plainDigest(a), plainDigest(b)];
        const both = merge(a, b);
        foldHit(both, hitOf());
        foldUnparsed(both, 1, { source: '', line: '' });
        expect([plainDigest(a), plainDigest(b)]).toEqual(before);
      }),
    );
  });

  it('adds up bytes to the largest safe integer', () => {
    const most = digestOf([hitOf({ bytes: Number.MAX_SAFE_INTEGER - 1 })]);
    const both = merge(most, digestOf([hitOf({ bytes: 1 }), hitOf({ bytes: 0 })]));
    expect(both.bytes).toBe(Number.MAX_SAFE_INTEGER);
    for (const table of OF_ALL_HITS) expect(both.tables[table].rows()[0]?.bytes).toBe(Number.MAX_SAFE_INTEGER);
    expect(both.timeline.rows()[0]?.bytes).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('takes a digest twice', () => {
    const digest = digestOf([hitOf(), hitOf({ host: '::1' })]);
    const twice = merge(digest, digest);
    expect(twice).toMatchObject({ hits: 4, bytes: 400 });
    expect(twice.distinctHosts.size()).toBe(2);
  });

  it('keeps its bounds when the log has more keys than its tables', () => {
    const [a, b, c] = [0, 1, 2].map((i) => digestOf(longLog(i * 8000, 8000))) as [Digest, Digest, Digest];
    const whole = digestOf(longLog(0, 24_000));
    for (const digest of [merge(merge(a, b), c), merge(c, merge(b, a)), whole]) {
      expect(digest).toMatchObject({ hits: 24_000, bytes: 2_400_000 });
      expect(plainDigest(digest).sections).toEqual(plainDigest(whole).sections);
      expect(digest.tables.paths.size).toBeGreaterThanOrEqual(dimensionOf('paths').cap);
      expect(digest.tables.paths.size).toBeLessThanOrEqual(2 * dimensionOf('paths').cap);
      expect(digest.tables.paths.maxLost).toBeGreaterThan(0);
      expect(digest.tables.paths.maxLost).toBeLessThanOrEqual(24_000 / (dimensionOf('paths').cap + 1));
      expect(digest.distinctHosts).toEqual(whole.distinctHosts);
    }
  });
});

describe('addDigest', () => {
  it('adds all keys to a digest that keeps fewer, within the bounds of its tables', () => {
    const digest = emptyDigest(10);
    const log = longLog(0, 500);
    addDigest(digest, digestOf(log));
    addDigest(digest, digestOf(log));
    expect(digest).toMatchObject({ hits: 1000, bytes: 100_000 });
    expect(plainDigest(digest).sections).toEqual(plainDigest(digestOf([...log, ...log])).sections);
    expect(digest.tables.paths.size).toBeLessThanOrEqual(20);
    expect(digest.tables.paths.maxLost).toBeGreaterThan(0);
    expect(digest.tables.paths.maxLost).toBeLessThanOrEqual(1000 / 11);
  });

  it('adds to the one what merge makes of both, and leaves the other', () => {
    fc.assert(
      fc.property(anyDigest, anyDigest, (a, b) => {
        const [both, before] = [merge(a, b), plainDigest(b)];
        addDigest(a, b);
        expect(plainDigest(a)).toEqual(plainDigest(both));
        foldHit(a, hitOf());
        foldUnparsed(a, 1, { source: '', line: '' });
        expect(plainDigest(b)).toEqual(before);
      }),
    );
  });
});
