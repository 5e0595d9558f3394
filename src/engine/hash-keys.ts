import { randomBytes } from 'node:crypto';
import { checkHashKey } from '../digest/hash-key.js';
import type { HashKey } from '../digest/hash-key.js';

/** The keys by which an engine hashes what a log holds. */
export interface HashKeys {
  /** Of its tables; known to nobody else. */
  readonly tables: HashKey;
  /** Of distinct counts, with which it travels: they merge exactly with those of the same key. */
  readonly distinct: HashKey;
}

let distinct: HashKey | undefined;

/** The key of the distinct counts of this process, made at random unless one was shared. */
export function distinctKey(): HashKey {
  distinct ??= randomHashKey();
  return distinct;
}

/**
 * Takes the key of those whose digests are to be merged with ours: of the thread that a worker works for, of the run that
 * is resumed, of a fleet. It holds for engines that are made from now on.
 *
 * @throws RangeError when it is no hash key
 */
export function shareDistinctKey(key: HashKey): void {
  distinct = checkHashKey(key);
}

export const randomHashKey = (): HashKey => randomBytes(16).toString('hex');
