import { addDigest, emptyDigest } from '../digest/digest.js';
import type { Digest } from '../digest/digest.js';

/**
 * The digest of the last so many digests of a stream. As digests merge and cannot be taken apart, they are kept on two
 * stacks: the newer ones with their sum, and the older ones each with the sum of itself and those that come after it. So each
 * is merged three times at most, however long the window is; the stack of the older ones is made anew, in one go, each
 * time it is empty.
 *
 * Source: Tangwongsan, Hirzel, Schneider, Wu, General Incremental Sliding-Window Aggregation, 2015 (two stacks).
 */
export class SlidingDigest {
  /** The oldest last. */
  private older: { readonly digest: Digest; readonly sum: Digest }[] = [];
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

  /** Takes a digest, which must not change any more; gives the one that leaves the window for it. */
  push(digest: Digest): Digest | undefined {
    const left = this.isFull ? this.shift() : undefined;
    this.newer.push(digest);
    addDigest(this.newerSum, digest);
    return left;
  }

  /** The digest of the whole window, a new one. */
  sum(): Digest {
    return this.sumOf([this.newerSum, ...this.older.slice(-1).map(({ sum }) => sum)]);
  }

  private shift(): Digest | undefined {
    if (this.older.length === 0) {
      for (const digest of this.newer.reverse()) {
        const sum = this.sumOf([digest, ...this.older.slice(-1).map(({ sum }) => sum)]);
        this.older.push({ digest, sum });
      }
      this.newer = [];
      this.newerSum = emptyDigest(this.mostKeys);
    }
    return this.older.pop()?.digest;
  }

  private sumOf(digests: readonly Digest[]): Digest {
    const sum = emptyDigest(this.mostKeys);
    for (const digest of digests) addDigest(sum, digest);
    return sum;
  }
}
