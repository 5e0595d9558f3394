import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { COUNTED_NAMES } from '../../../src/digest/dimensions.js';
import { addDigest, emptyDigest, merge } from '../../../src/digest/digest.js';
import type { Digest } from '../../../src/digest/digest.js';
import { SpanBefore } from '../../../src/monitor/live/previous-span.js';
import { anyLines, digestOf, hitOf, hitsOf } from '../../support/digest.js';

const someDigests = fc.array(anyLines.map(digestOf), { maxLength: 5 });
const sumOf = (digests: readonly Digest[]): Digest => digests.reduce(merge, emptyDigest());

describe('SpanBefore', () => {
  it('tells what its digests come to', () => {
    fc.assert(
      fc.property(someDigests, (digests) => {
        const before = new SpanBefore(digests);
        const sum = sumOf(digests);
        expect(before).toMatchObject({ hits: sum.hits, bytes: sum.bytes });
        expect(before.errorShare).toBe(sum.hits > 0 ? sum.errors / sum.hits : 0);
        for (const table of COUNTED_NAMES)
          for (const { key, hits } of sum.tables[table].rows()) expect(before.hitsOf(table, key)).toBe(hits);
        for (const q of [0, 0.5, 0.99, 1]) expect(before.latency(q)).toBe(sum.latencies.quantile(q));
      }),
    );
  });

  it('knows of no hits of a key that never came', () => {
    expect(new SpanBefore([hitsOf(2), hitsOf(3)]).hitsOf('paths', '/other')).toBe(0);
    expect(new SpanBefore([]).hitsOf('paths', '/other')).toBe(0);
  });

  it('does not know the hits of a key that a table may have dropped', () => {
    const few = emptyDigest(2);
    addDigest(few, digestOf(Array.from({ length: 10 }, (_, i) => hitOf({ path: `/${i}` }))));
    const before = new SpanBefore([few, digestOf([hitOf({ path: '/known' })])]);
    expect(before.hitsOf('paths', '/other')).toBeUndefined();
    expect(before.hitsOf('paths', '/known')).toBe(1);
    expect(before.hitsOf('methods', 'PUT')).toBe(0);
  });

  it('gives amounts, though no shares and quantiles, as if it had taken longer', () => {
    const digest = digestOf([hitOf({ bytes: 100, latency: 50 }), hitOf({ bytes: 300, status: '500', latency: 50 })]);
    const before = new SpanBefore([digest], 1.5);
    expect(before).toMatchObject({ hits: 3, bytes: 600, errorShare: 0.5 });
    expect(before.hitsOf('statuses', '500')).toBe(1.5);
    expect(before.latency(0.5)).toBe(50);
  });
});
