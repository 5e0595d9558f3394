import { addDigest, emptyDigest } from '../digest/digest.js';
import type { Digest } from '../digest/digest.js';
import { SpanBefore } from './span-before.js';
import type { Stats } from './stats.js';

/** The most steps in which a span moves on: they, and those of the span before, are what it keeps. */
const MOST_STEPS = 12;
const SECOND = 1000;

/**
 * What the last seconds have counted, in steps of a second, or of a twelfth of the span where that is longer, and the span
 * before it. The step that has not ended is in it, so that it is never older than a second.
 *
 * As digests cannot be taken apart, those of the steps are merged anew after the end of each step, if the span is shown.
 * Sums kept on two stacks (Tangwongsan et al., General Incremental Sliding-Window Aggregation, 2015) merge as many keys for so
 * few steps, and leave more garbage: the screen took as much processor time with them.
 */
export class Span {
  private readonly step: number;
  /** How many steps make a span. */
  private readonly steps: number;
  /** Those that have ended, of this span and the one before, the oldest first. */
  private readonly ended: Digest[] = [];
  /** Of those that have ended in this span; undefined until someone asks for it. */
  private sum: Digest | undefined;
  private open: Digest;
  /** When the open step began. */
  private openFrom: number;

  /**
   * @param seconds of the span, 1 or more
   * @param start the second from which on it counts
   * @param mostKeys as of `emptyDigest`
   */
  constructor(
    readonly seconds: number,
    start: number,
    private readonly mostKeys: number,
  ) {
    this.step = Math.ceil(seconds / MOST_STEPS);
    this.steps = Math.ceil(seconds / this.step);
    this.open = emptyDigest(mostKeys);
    this.openFrom = start;
  }

  /** Takes what a second has counted; seconds come in ascending order, quiet ones too. */
  count(second: number, digest: Digest): void {
    addDigest(this.open, digest);
    if (second + 1 >= this.openFrom + this.step) this.close(second + 1);
  }

  /** The span up to the second that was counted last. It does not change any more, and must not be changed. */
  stats(end: number): Stats {
    this.sum ??= this.sumOf(this.ended.slice(-this.steps));
    const digest = end === this.openFrom ? this.sum : this.sumOf([this.sum, this.open]);
    return {
      type: 'stats',
      from: this.from * SECOND,
      to: end * SECOND,
      digest,
      previous: undefined,
      previousLength: 0,
    };
  }

  /** The span right before that of `stats`; undefined as long as it is not whole. */
  before(end: number): SpanBefore | undefined {
    if (this.ended.length < 2 * this.steps) return undefined;
    return new SpanBefore(this.ended.slice(0, this.steps), (end - this.from) / (this.steps * this.step));
  }

  private get from(): number {
    return this.openFrom - Math.min(this.ended.length, this.steps) * this.step;
  }

  private close(end: number): void {
    this.ended.push(this.open);
    if (this.ended.length > 2 * this.steps) this.ended.shift();
    this.sum = undefined;
    this.open = emptyDigest(this.mostKeys);
    this.openFrom = end;
  }

  private sumOf(digests: readonly Digest[]): Digest {
    const sum = emptyDigest(this.mostKeys);
    for (const digest of digests) addDigest(sum, digest);
    return sum;
  }
}
