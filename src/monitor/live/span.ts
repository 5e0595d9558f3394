import { addDigest, emptyDigest } from '../../digest/digest.js';
import type { Digest } from '../../digest/digest.js';
import { SpanBefore } from './previous-span.js';
import type { Stats } from '../stats/stats.js';
import { SECOND } from '../seconds.js';

/** The most steps in which a span moves on: they, and those of the span before, are what it keeps. */
const MAX_STEPS = 12;

interface Step {
  /** The second in which it began; it ended where the next one begins. */
  readonly from: number;
  readonly digest: Digest;
}

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
  /** How many seconds its steps take together: those that make a span. */
  private readonly length: number;
  /** Those that have ended, of this span and the one before, the oldest first. */
  private readonly ended: Step[] = [];
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
    this.step = Math.ceil(seconds / MAX_STEPS);
    this.length = Math.ceil(seconds / this.step) * this.step;
    this.open = emptyDigest(mostKeys);
    this.openFrom = start;
  }

  /**
   * Takes what a second has counted, or all seconds up to `end`, as after a pause: their step is longer, and so is the span as
   * long as it is in it. Seconds come in ascending order, quiet ones too.
   */
  count(second: number, digest: Digest, end = second + 1): void {
    addDigest(this.open, digest);
    if (end >= this.openFrom + this.step) this.close(end);
  }

  /** The span up to the second that was counted last. It does not change any more, and must not be changed. */
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

  /** The second with which it begins. */
  private get from(): number {
    return this.beginOf(this.first);
  }

  /** The first of its steps; the open one when none has ended. */
  private get first(): number {
    return this.firstBefore(this.ended.length, this.openFrom - this.length);
  }

  /** The last of the steps before one that begins at a second or earlier; the very first where none does. */
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
