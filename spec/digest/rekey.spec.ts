import { describe, expect, it } from '@jest/globals';
import { merge } from '../../src/digest/digest.js';
import type { Digest } from '../../src/digest/digest.js';
import { Distinct } from '../../src/digest/distinct.js';
import { UNKEYED } from '../../src/digest/hash-key.js';
import { rekeyed } from '../../src/digest/rekey.js';
import { digestOf, HASH_KEY, hitOf, plainDigest } from '../support/digest.js';
import { hash53 } from '../support/old-hashes.js';

const hostsOf = (count: number): Digest =>
  digestOf(Array.from({ length: count }, (_, i) => hitOf({ host: `10.0.${i >> 8}.${i & 255}` })));

/** The digest as an rxmon without hash keys counted it. */
function unkeyed(digest: Digest): Digest {
  const distinctHosts = new Distinct();
  for (const { key } of digest.tables.hosts.rows()) distinctHosts.by(UNKEYED).count(hash53(key));
  return { ...digest, distinctHosts };
}

describe('rekeyed', () => {
  it('makes a digest merge exactly with those of another hash key', () => {
    const [early, late] = [unkeyed(hostsOf(100)), hostsOf(150)];
    expect(merge(early, late).distinctHosts.isLeast).toBe(true);
    const both = merge(rekeyed(early, HASH_KEY), late).distinctHosts;
    expect([both.size(), both.isLeast]).toEqual([150, false]);
  });

  it('changes nothing else, and not the digest itself', () => {
    const early = unkeyed(hostsOf(3));
    const before = plainDigest(early);
    expect(plainDigest(rekeyed(early, HASH_KEY))).toEqual(before);
    expect(early.distinctHosts.hashKeys).toEqual([UNKEYED]);
  });

  it('makes one count of two that were merged', () => {
    const both = merge(unkeyed(hostsOf(100)), hostsOf(150));
    expect(rekeyed(both, HASH_KEY).distinctHosts).toEqual(hostsOf(150).distinctHosts);
  });

  it('leaves a digest as it is whose table has dropped hosts, or that has the hash key', () => {
    const dropped = unkeyed(hostsOf(20_001));
    expect(dropped.tables.hosts.maxLost).toBeGreaterThan(0);
    const own = hostsOf(3);
    for (const digest of [dropped, own]) expect(rekeyed(digest, HASH_KEY)).toBe(digest);
  });
});
