import { describe, expect, it } from '@jest/globals';
import { emptyDigest } from '../../../src/digest/digest.js';
import type { Digest } from '../../../src/digest/digest.js';
import { Distinct } from '../../../src/digest/distinct.js';
import { UNKEYED } from '../../../src/digest/hash-key.js';
import type { HashKey } from '../../../src/digest/hash-key.js';
import { sipHash53 } from '../../../src/digest/sip-hash.js';
import type { Checkpoint } from '../../../src/monitor/checkpoint/checkpoint.js';
import { hashKeyOf, withHashKey } from '../../../src/monitor/checkpoint/checkpoint-key.js';
import { plainCheckpoint } from '../../support/checkpoint.js';
import { HASH_KEY, hitsOf } from '../../support/digest.js';

const OTHER = 'f'.repeat(32);

function countedBy(hashKey: HashKey): Digest {
  const distinctHosts = new Distinct();
  distinctHosts.by(hashKey).count(sipHash53(hashKey)('10.0.0.1'));
  return { ...hitsOf(1), distinctHosts };
}

const checkpointOf = (run: Digest, open: Digest, previous?: Digest): Checkpoint => ({
  at: 0,
  sources: new Map(),
  interval: { from: 0, digest: open, previous, previousLength: 0 },
  run: { from: 0, digest: run },
  watches: [],
});

describe('hashKeyOf', () => {
  it('is that of the run, or of the interval as long as the run has none', () => {
    expect(hashKeyOf(checkpointOf(countedBy(OTHER), emptyDigest()))).toBe(OTHER);
    expect(hashKeyOf(checkpointOf(emptyDigest(), countedBy(OTHER)))).toBe(OTHER);
    expect(hashKeyOf(checkpointOf(emptyDigest(), emptyDigest(), countedBy(OTHER)))).toBe(OTHER);
  });

  it('is none when nothing was counted, or all without one', () => {
    expect(hashKeyOf(checkpointOf(emptyDigest(), emptyDigest()))).toBeUndefined();
    expect(hashKeyOf(checkpointOf(countedBy(UNKEYED), emptyDigest()))).toBeUndefined();
    expect(hashKeyOf(checkpointOf(countedBy(UNKEYED), countedBy(OTHER)))).toBe(OTHER);
  });
});

describe('withHashKey', () => {
  it('counts the hosts of the run and of both intervals by it, and changes nothing else', () => {
    const before = checkpointOf(countedBy(UNKEYED), countedBy(OTHER), countedBy(UNKEYED));
    const { run, interval, ...rest } = withHashKey(before, HASH_KEY);
    for (const digest of [run.digest, interval.digest, interval.previous]) {
      expect(digest?.distinctHosts.hashKeys).toEqual([HASH_KEY]);
    }
    expect(plainCheckpoint({ run, interval, ...rest })).toEqual(plainCheckpoint(before));
  });
});
