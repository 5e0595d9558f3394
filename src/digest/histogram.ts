import type { ByteReader } from './bytes/byte-reader.js';
import type { ByteWriter } from './bytes/byte-writer.js';

/** Buckets to each power of two. */
const SUB_BUCKETS = 64;
const EXACT_BELOW = 2 * SUB_BUCKETS;

/** The maximum relative error of a quantile against a value of that rank: half the width of a bucket. */
export const RELATIVE_ERROR = 1 / (2 * SUB_BUCKETS);

/** Values from 2^63 on fall into the last bucket. */
const LAST_BUCKET = 57 * SUB_BUCKETS + SUB_BUCKETS - 1;

/**
 * The number of the bucket of a whole number of 0 or more: exact below 128, from there on 64 buckets to each power of
 * two. The engine has the same rule.
 */
export function bucketOf(value: number): number {
  if (value < EXACT_BELOW) return value;
  if (value >= 2 ** 63) return LAST_BUCKET;
  // From 2^49 on, `Math.log2` rounds up just below a power of two. The bucket is the same: 64 · shift + 127 = 64 ·
  // (shift + 1) + 63.
  const shift = Math.floor(Math.log2(value)) - 6;
  return shift * SUB_BUCKETS + Math.floor(value / 2 ** shift);
}

/** The middle value of a bucket. */
function middleOf(bucket: number): number {
  if (bucket < EXACT_BELOW) return bucket;
  const shift = Math.floor(bucket / SUB_BUCKETS) - 1;
  const low = (bucket - shift * SUB_BUCKETS) * 2 ** shift;
  return low + (2 ** shift - 1) / 2;
}

/**
 * The spread of whole numbers, from which quantiles are estimated with a relative error of at most 0.8 % (1/128), exact
 * below 128. Merging is exact: the same state whatever the order and the grouping.
 *
 * Own code rather than a library, because the buckets are counted in the hot path: their number is found by a shift,
 * where DDSketch takes a logarithm.
 *
 * Source: the layout of HdrHistogram (Tene); for such sketches in general, Masson, Rim, Lee, DDSketch, 2019.
 */
export class Spread {
  private readonly buckets = new Map<number, number>();
  private values = 0;
  private largest = 0;

  /** How many values there are. */
  get count(): number {
    return this.values;
  }

  /** The largest value, exactly; 0 when there is none. */
  get max(): number {
    return this.largest;
  }

  /** Adds `count` values of a bucket. */
  addBucket(bucket: number, count: number): void {
    if (count === 0) return;
    this.buckets.set(bucket, (this.buckets.get(bucket) ?? 0) + count);
    this.values += count;
  }

  raiseMax(value: number): void {
    if (value > this.largest) this.largest = value;
  }

  /** Adds all values of `other`; `other` stays as it is. */
  add(other: Spread): void {
    for (const [bucket, count] of other.buckets) this.addBucket(bucket, count);
    this.raiseMax(other.largest);
  }

  /**
   * The value of rank ⌈q · count⌉ in ascending order.
   *
   * @param q from 0 to 1
   * @returns an estimate, never above the largest value; undefined when there are no values
   */
  quantile(q: number): number | undefined {
    // 0.07 · 100 is 7.000000000000001 in doubles.
    const rank = Math.max(1, Math.ceil(Number((q * this.values).toPrecision(15))));
    let seen = 0;
    for (const bucket of this.inOrder()) {
      seen += this.buckets.get(bucket) ?? 0;
      if (seen >= rank) return Math.min(middleOf(bucket), this.largest);
    }
    return undefined;
  }

  /** The non-zero counts of the buckets, in ascending order of the values. */
  entries(): [bucket: number, count: number][] {
    return Array.from(this.inOrder(), (bucket) => [bucket, this.buckets.get(bucket) ?? 0]);
  }

  /** The numbers of the buckets in ascending order. Sorting pairs took twice as long. */
  private inOrder(): Uint32Array {
    return Uint32Array.from(this.buckets.keys()).sort();
  }

  write(to: ByteWriter): void {
    const entries = this.entries();
    to.double(this.largest);
    to.whole(entries.length);
    let next = 0;
    for (const [bucket, count] of entries) {
      to.whole(bucket - next);
      to.whole(count);
      next = bucket + 1;
    }
  }

  static read(from: ByteReader): Spread {
    const spread = new Spread();
    spread.largest = from.double();
    if (!(spread.largest >= 0)) from.fail(`${spread.largest} is no largest value`);
    const count = from.count(2);
    let next = 0;
    for (let i = 0; i < count; i++) {
      const bucket = next + from.whole(0, LAST_BUCKET - next);
      spread.addBucket(bucket, from.whole(1));
      next = bucket + 1;
    }
    return spread;
  }
}
