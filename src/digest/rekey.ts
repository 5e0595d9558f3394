import type { Digest } from './digest.js';
import { Distinct } from './distinct.js';
import type { HashKey } from './hash-key.js';
import { sipHash53 } from './sip-hash.js';

/**
 * The digest with its hosts counted by hashes of `hashKey`, so that it merges exactly with other digests of that key.
 * Its table of hosts must have all of them, as it has until it drops one; else the digest stays as it is.
 */
export function rekeyed(digest: Digest, hashKey: HashKey): Digest {
  const {
    tables: { hosts },
    distinctHosts,
  } = digest;
  if (hosts.maxLost > 0 || distinctHosts.hashKeys.every((known) => known === hashKey)) return digest;
  const counted = new Distinct();
  const sketch = counted.by(hashKey);
  const hash = sipHash53(hashKey);
  for (const { key } of hosts.rows()) sketch.count(hash(key));
  return { ...digest, distinctHosts: counted };
}
