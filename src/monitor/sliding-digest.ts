import { addDigest, emptyDigest } from '../digest/digest.js';
import type { Digest } from '../digest/digest.js';

/**
 * The digest of the last so many digests of a stream. As digests merge and cannot be taken apart, they are kept on two
 * stacks: the newer ones with their sum, and of the older ones the sums of each and those that come after it. So each
 * is merged three times at most, however long the window is; the stack of the older ones is made anew, in one go, each
 * time it is empty.
 *
 * Source: Tangwongsan, Hirzel, Schneider, Wu, General Incremental Sliding-Window Aggregation, 2015 (two stacks).
 */
export class SlidingDigest {
  /** The sums of the older ones, that of all of them last. */
  private older: Digest[] = [];
  private newer: Digest[] = [];
  private newerSum: Digest;

  /**
   * @param length how many digests are in the window; 1 or more
   * @param mostKeys as of `emptyDigest`
   */
  constructor(
    private readonly length: number,
    private readonly mostKeys: number,
  ) {
    this.newerSum = emptyDigest(mostKeys);
  }

  get isFull(): boolean {
    return this.older.length + this.newer.length === this.length;
  }

  /** Takes a digest, which must not change any more; the oldest one leaves a window that is full. */
  push(digest: Digest): void {
    if (this.isFull) this.shift();
    this.newer.push(digest);
    addDigest(this.newerSum, digest);
  }

  /** The digest of the whole window, a new one. */
  sum(): Digest {
    return this.sumOf([...this.older.slice(-1), this.newerSum]);
  }

  private shift(): void {
    if (this.older.length === 0) {
      for (const digest of this.newer.reverse()) this.older.push(this.sumOf([...this.older.slice(-1), digest]));
      this.newer = [];
      this.newerSum = emptyDigest(this.mostKeys);
    }
    this.older.pop();
  }

  private sumOf(digests: readonly Digest[]): Digest {
    const sum = emptyDigest(this.mostKeys);
    for (const digest of digests) addDigest(sum, digest);
    return sum;
  }
}
