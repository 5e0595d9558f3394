import { afterEach, describe, expect, it } from '@jest/globals';
import { emptyDigest } from '../../src/digest/digest.js';
import type { Digest } from '../../src/digest/digest.js';
import { Engine } from '../../src/engine/engine.js';
import { distinctKey, randomHashKey, shareDistinctKey } from '../../src/engine/hash-keys.js';
import { common } from '../../src/format/known/common.js';
import { digestOf, HASH_KEY, hitOf } from '../support/digest.js';

const OTHER = 'f'.repeat(32);

function folded(hosts: readonly string[], engine: Engine): Digest {
  const digest = emptyDigest();
  const lines = hosts.map((host) => `${host} - - [09/May/2018:16:00:39 +0000] "GET / HTTP/1.1" 200 1\n`);
  engine.fold(Buffer.from(lines.join(''), 'latin1'), common, 'a.log', digest);
  return digest;
}

describe('distinctKey', () => {
  afterEach(() => {
    shareDistinctKey(HASH_KEY);
  });

  it('is that of all engines that are made without another', () => {
    expect(folded(['::1'], new Engine()).distinctHosts.hashKeys).toEqual([distinctKey()]);
    expect(folded(['::1'], new Engine(undefined, { distinct: OTHER })).distinctHosts.hashKeys).toEqual([OTHER]);
  });

  it('is the one that was shared, for engines that are made from then on', () => {
    const before = new Engine();
    shareDistinctKey(OTHER);
    expect(distinctKey()).toBe(OTHER);
    expect(folded(['::1'], new Engine()).distinctHosts.hashKeys).toEqual([OTHER]);
    expect(folded(['::1'], before).distinctHosts.hashKeys).toEqual([HASH_KEY]);
  });
});

describe('shareDistinctKey', () => {
  it('refuses what is no hash key', () => {
    expect(() => {
      shareDistinctKey('secret');
    }).toThrow(RangeError);
    expect(distinctKey()).toBe(HASH_KEY);
  });
});

describe('randomHashKey', () => {
  it('gives another key each time', () => {
    expect(randomHashKey()).toMatch(/^[0-9a-f]{32}$/);
    expect(randomHashKey()).not.toBe(randomHashKey());
  });
});

describe('the engine', () => {
  it('counts hosts by the same hashes as digests that are made otherwise, whatever their length', () => {
    const hosts = Array.from({ length: 1024 }, (_, i) => `${String.fromCharCode(0xa1 + (i % 90))}${'x'.repeat(i)}`);
    expect(folded(hosts, new Engine()).distinctHosts).toEqual(
      digestOf(hosts.map((host) => hitOf({ host }))).distinctHosts,
    );
  });
});
