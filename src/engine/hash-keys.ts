import { randomBytes } from 'node:crypto';
import { checkHashKey } from '../digest/hash-key.js';
import type { HashKey } from '../digest/hash-key.js';

/** The keys by which an engine hashes the contents of a log. */
export interface HashKeys {
  /** The key of its tables; secret. */
  readonly tables: HashKey;
  /** The key of distinct counts, stored with them: counts with the same key merge exactly. */
  readonly distinct: HashKey;
}

let distinct: HashKey | undefined;

/** The key of the distinct counts of this process, random unless one was shared. */
export function distinctKey(): HashKey {
  distinct ??= randomHashKey();
  return distinct;
}

/**
 * Adopts the key of digests that ours will be merged with: of the thread that a worker works for, of the resumed run,
 * of a fleet. Applies to engines made from now on.
 *
 * @throws RangeError when it is not a hash key
 */
export function shareDistinctKey(key: HashKey): void {
  distinct = checkHashKey(key);
}

export const randomHashKey = (): HashKey => randomBytes(16).toString('hex');
