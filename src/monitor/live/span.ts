import { addDigest, emptyDigest } from '../../digest/digest.js';
import type { Digest } from '../../digest/digest.js';
import { SpanBefore } from './previous-span.js';
import type { Stats } from '../stats/stats.js';
import { SECOND } from '../seconds.js';

/** The most steps of a span; it keeps these, and the steps of the span before. */
const MAX_STEPS = 12;

interface Step {
  /** Its first second; it ended where the next one begins. */
  readonly from: number;
  readonly digest: Digest;
}

/**
 * The traffic of the last seconds, in steps of a second, or of a twelfth of the span where that is longer, and the span
 * before it. It includes the open step, so that it is never older than a second.
 *
 * As digests cannot be taken apart, the steps are merged again after the end of each step, if the span is shown. Sums
 * kept on two stacks (Tangwongsan et al., General Incremental Sliding-Window Aggregation, 2015) merge as many keys for
 * so few steps, and leave more garbage: the screen took as much processor time with them.
 */
export class Span {
  private readonly step: number;
  /** The seconds of its steps together, as many as make a span. */
  private readonly length: number;
  /** The steps that have ended, of this span and the one before, the oldest first. */
  private readonly ended: Step[] = [];
  /** The sum of the steps that have ended in this span; undefined until it is needed. */
  private sum: Digest | undefined;
  private open: Digest;
  /** The start of the open step. */
  private openFrom: number;

  /**
   * @param seconds of the span, 1 or more
   * @param start the first second to count
   * @param mostKeys as of `emptyDigest`
   */
  constructor(
    readonly seconds: number,
    start: number,
    private readonly mostKeys: number,
  ) {
    this.step = Math.ceil(seconds / MAX_STEPS);
    this.length = Math.ceil(seconds / this.step) * this.step;
    this.open = emptyDigest(mostKeys);
    this.openFrom = start;
  }

  /**
   * Adds the counts of a second, or of all seconds up to `end`, as after a pause: their step is longer, and so is the
   * span as long as it contains it. Seconds come in ascending order, quiet ones too.
   */
  count(second: number, digest: Digest, end = second + 1): void {
    addDigest(this.open, digest);
    if (end >= this.openFrom + this.step) this.close(end);
  }

  /** The span up to the second that was counted last. It no longer changes, and must not be changed. */
  stats(end: number): Stats {
    this.sum ??= this.sumOf(this.ended.slice(this.first).map(({ digest }) => digest));
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
    const { from, first } = this;
    const begin = this.firstBefore(first, from - this.length);
    const length = from - this.beginOf(begin);
    if (length < this.length) return undefined;
    const digests = this.ended.slice(begin, first).map(({ digest }) => digest);
    return new SpanBefore(digests, (end - from) / length);
  }

  /** Its first second. */
  private get from(): number {
    return this.beginOf(this.first);
  }

  /** The first of its steps; the open one when none has ended. */
  private get first(): number {
    return this.firstBefore(this.ended.length, this.openFrom - this.length);
  }

  /** The last of the steps before one that begins at a second or earlier; the very first if there is no such step. */
  private firstBefore(step: number, second: number): number {
    let first = step;
    while (first > 0 && this.beginOf(first) > second) first--;
    return first;
  }

  private beginOf(step: number): number {
    return this.ended[step]?.from ?? this.openFrom;
  }

  private close(end: number): void {
    this.ended.push({ from: this.openFrom, digest: this.open });
    this.openFrom = end;
    while (this.beginOf(1) <= this.from - this.length) this.ended.shift();
    this.sum = undefined;
    this.open = emptyDigest(this.mostKeys);
  }

  private sumOf(digests: readonly Digest[]): Digest {
    const sum = emptyDigest(this.mostKeys);
    for (const digest of digests) addDigest(sum, digest);
    return sum;
  }
}
