import type { Digest } from '../../digest/digest.js';
import type { DimensionName } from '../../digest/dimensions.js';
import { Spread } from '../../digest/histogram.js';
import { tableOf } from '../../digest/table-of.js';
import { sumOfBytes } from '../../digest/safe-sum.js';

/**
 * The numbers of the span before another one, for comparison. They are few, so its digests are not merged: a merged one
 * a second was long-lived garbage, and each time that was collected, V8 compiled the drawing code of the screen again.
 *
 * Amounts are scaled to the length of the span itself, which is up to a step longer, so that even traffic is seen as
 * even.
 */
export class SpanBefore {
  /** The share of hits with a status of 500 or more; 0 when there were none. */
  readonly errorShare: number;
  readonly hits: number;
  readonly bytes: number;
  private spread: Spread | undefined;

  /**
   * @param digests of its steps, which must no longer change
   * @param times how many times as long the span itself is
   */
  constructor(
    private readonly digests: readonly Digest[],
    private readonly times = 1,
  ) {
    const hits = digests.reduce((sum, digest) => sum + digest.hits, 0);
    const errors = digests.reduce((sum, digest) => sum + digest.errors, 0);
    this.errorShare = hits > 0 ? errors / hits : 0;
    this.hits = hits * times;
    this.bytes = digests.reduce((sum, { bytes }) => sumOfBytes(sum, bytes), 0) * times;
  }

  /** Hits of a key; undefined where unknown, as a table did not keep all keys. */
  hitsOf(table: DimensionName, key: string): number | undefined {
    let hits = 0;
    let isThinnedOut = false;
    for (const digest of this.digests) {
      const rows = tableOf(digest, table);
      hits += rows.hitsOf(key);
      isThinnedOut ||= rows.maxLost > 0;
    }
    return hits === 0 && isThinnedOut ? undefined : hits * this.times;
  }

  /** A quantile of the latencies in microseconds; undefined when there were none. */
  latency(q: number): number | undefined {
    return this.latencies().quantile(q);
  }

  private latencies(): Spread {
    if (this.spread !== undefined) return this.spread;
    const spread = new Spread();
    for (const { latencies } of this.digests) spread.add(latencies);
    return (this.spread = spread);
  }
}
