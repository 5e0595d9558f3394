import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyDigest, merge } from '../../../src/digest/digest.js';
import { totalWith } from '../../../src/monitor/stats/interval-context.js';
import { anyLines, digestOf, hitOf } from '../../support/digest.js';

const NOTHING = { from: 1000, hits: 0, bytes: 0, unparsed: 0 };

describe('totalWith', () => {
  it('adds hits, bytes and lines that are none, and stays with the first start', () => {
    const digest = digestOf([hitOf({ bytes: 7 }), hitOf({ bytes: 5 }), { source: 'a.log', line: 'x' }]);
    expect(totalWith({ from: 1000, hits: 10, bytes: 100, unparsed: 2 }, digest)).toEqual({
      from: 1000,
      hits: 12,
      bytes: 112,
      unparsed: 3,
    });
  });

  it('leaves the total as it is when nothing came', () => {
    expect(totalWith(NOTHING, emptyDigest())).toEqual(NOTHING);
  });

  it('comes to the same interval by interval as over all of them', () => {
    fc.assert(
      fc.property(fc.array(anyLines, { maxLength: 5 }), (intervals) => {
        const digests = intervals.map(digestOf);
        expect(digests.reduce(totalWith, NOTHING)).toEqual(totalWith(NOTHING, digests.reduce(merge, emptyDigest())));
      }),
    );
  });
});
