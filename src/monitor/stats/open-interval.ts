import { addDigest, emptyDigest, merge } from '../../digest/digest.js';
import type { Digest } from '../../digest/digest.js';
import { isBatch } from '../decode/decode.js';
import type { Batch, Decoded } from '../decode/decode.js';
import { bytesBehind, lagsAfter } from '../sources/lag.js';
import type { Lag } from '../sources/lag.js';
import type { Interval, IntervalState } from './interval.js';

/** The open interval, for `stats`. */
export class OpenInterval {
  private from: number;
  private digest: Digest;
  private previous: Digest | undefined;
  private previousLength: number;
  private through = 0;
  private lags: readonly Lag[] = [];
  /** The batches of the latest millisecond: if the interval ends in it, they belong to the next one. */
  private latest: Batch[] = [];

  /** @param now milliseconds since 1970, its start unless it is resumed */
  constructor(resume: IntervalState | undefined, now: number) {
    // No interval has a negative length, though the clock may have been set back.
    this.from = Math.min(resume?.from ?? now, now);
    this.digest = merge(emptyDigest(), resume?.digest ?? emptyDigest());
    this.previous = resume?.previous;
    this.previousLength = resume?.previousLength ?? 0;
  }

  readonly add = (event: Decoded): void => {
    if (event.kind === 'batch' || event.kind === 'files') this.lags = lagsAfter(this.lags, event);
    if (!isBatch(event)) return;
    if (this.latest[0]?.at !== event.at) this.count();
    this.latest.push(event);
  };

  /**
   * Ends the interval, and begins the next one.
   *
   * @param to milliseconds since 1970
   * @param isLast whether this is the last one
   */
  close(to: number, isLast: boolean): Interval {
    if (isLast || this.latest[0]?.at !== to) this.count();
    const { from, digest, previous, previousLength, through } = this;
    this.previousLength = to - from;
    this.from = to;
    this.previous = digest;
    this.digest = emptyDigest();
    return { type: 'stats', from, to, digest, previous, previousLength, through, lag: bytesBehind(this.lags) };
  }

  private count(): void {
    for (const { digest, number } of this.latest) {
      addDigest(this.digest, digest);
      this.through = number;
    }
    this.latest = [];
  }
}
