import { addDigest, emptyDigest, merge } from '../../digest/digest.js';
import type { Digest } from '../../digest/digest.js';
import { Timeline } from '../../digest/timeline.js';
import type { SecondRow } from '../../digest/timeline.js';
import type { Second } from '../cut-seconds.js';
import { SECOND } from '../seconds.js';
import type { Run } from '../stats/run.js';
import type { RunTotal } from '../stats/interval-context.js';
import { secondTraffic, trafficBefore } from './second-traffic.js';
import type { SecondTraffic } from './second-traffic.js';
import { Span } from './span.js';
import type { SpanBefore } from './previous-span.js';
import type { Stats } from '../stats/stats.js';

/** The span of the tables of a live view: the last interval, the window of the rules, or all since the start. */
export type SpanName = 'interval' | 'window' | 'run';

/** The traffic up to a whole second. */
export interface Live {
  /** Milliseconds since 1970, a whole second: everything before it is counted. */
  readonly at: number;
  readonly span: SpanName;
  /** Of the span, without the one before. Its timeline is empty. */
  readonly stats: Stats;
  /** The span before; undefined as long as it is not whole, and for the run. */
  readonly before: SpanBefore | undefined;
  /** The seconds before `at`, the last one last, quiet ones too. */
  readonly seconds: readonly SecondTraffic[];
  readonly total: RunTotal;
}

export interface LiveOptions {
  /** The first second to count. */
  readonly start: number;
  /**
   * Whether the first seconds are from before the subscription: nothing is emitted before they have come; default
   * false.
   */
  readonly isLate?: boolean;
  /** Lengths of the spans in whole seconds, 1 or more. */
  readonly intervalSeconds: number;
  readonly windowSeconds: number;
  /** The known seconds before the start, in ascending order. */
  readonly before: readonly SecondTraffic[];
  /** The counts before the start. */
  readonly run: Run;
}

/** Seconds of traffic to keep beyond the window: a chart shows some of them, and sparklines the last minutes. */
const MORE_HISTORY = 600;

/**
 * The most keys that a table of a span is sure to keep: a screen shows some fifty rows. Tables of the run keep the caps
 * of the dimensions.
 */
const MAX_KEYS = 1000;

/**
 * Counts the seconds of a run, for `live`, its only owner. It adds to its digests rather than make them again: to copy
 * all keys of a run once a second would cost more than everything else.
 */
export class LiveState {
  private readonly run: Digest;
  /** The number of seconds to keep. */
  private readonly longest: number;
  private spans: Readonly<Record<'interval' | 'window', Span>>;
  private history: readonly SecondTraffic[];
  /** Traffic that came while a clock that was set back has not reached the next second. */
  private waiting: Digest | undefined;
  /** The second to count next. */
  private next: number;

  constructor(private readonly options: LiveOptions) {
    this.next = options.start;
    this.longest = options.windowSeconds + MORE_HISTORY;
    this.spans = this.freshSpans();
    this.run = { ...merge(emptyDigest(), options.run.digest), timeline: new Timeline() };
    this.history = options.before.slice(-this.longest);
  }

  /**
   * Counts a second. A pause that was caught up with counts as a whole in the spans, as digests cannot be taken apart,
   * and in its own seconds in the chart. A clock that was set back makes it wait; by more than the window, restart, as
   * the rules do.
   */
  count({ from, to, digest, rows }: Second): void {
    const { intervalSeconds, windowSeconds } = this.options;
    const ended = { ...digest, timeline: new Timeline() };
    const all = this.waiting === undefined ? ended : merge(this.waiting, ended);
    const isBehind = to <= this.next && this.next - to <= windowSeconds;
    this.waiting = isBehind ? all : undefined;
    if (isBehind) return;
    addDigest(this.run, all);
    if (to <= this.next) this.restart(from);
    const begin = this.next;
    if (to - begin > Math.max(this.longest, 2 * intervalSeconds, 2 * windowSeconds)) {
      this.restart(to);
      return;
    }
    this.next = to;
    this.history = [...this.history, ...traffic(all, rows, begin, to)].slice(-this.longest);
    const isQuiet = all.hits + all.unparsed === 0;
    for (const span of Object.values(this.spans))
      if (isQuiet) for (let second = begin; second < to; second++) span.count(second, all);
      else span.count(begin, all, to);
  }

  /** The traffic to show; it no longer changes. */
  live(span: SpanName): Live {
    const { from } = this.options.run;
    const { hits, bytes, unparsed } = this.run;
    return {
      at: this.next * SECOND,
      span,
      stats: span === 'run' ? this.runStats() : this.spans[span].stats(this.next),
      before: span === 'run' ? undefined : this.spans[span].before(this.next),
      seconds: this.history,
      total: { from, hits, bytes, unparsed },
    };
  }

  private restart(second: number): void {
    this.next = second;
    this.spans = this.freshSpans();
    this.history = [];
  }

  private runStats(): Stats {
    const digest = merge(emptyDigest(), this.run);
    const { from } = this.options.run;
    return { type: 'stats', from, to: this.next * SECOND, digest, previous: undefined, previousLength: 0 };
  }

  private freshSpans(): Readonly<Record<'interval' | 'window', Span>> {
    const { intervalSeconds, windowSeconds } = this.options;
    return {
      interval: new Span(intervalSeconds, this.next, MAX_KEYS),
      window: new Span(windowSeconds, this.next, MAX_KEYS),
    };
  }
}

/** The seconds `[from, to)`, with all that is known of each. */
function traffic(digest: Digest, rows: readonly SecondRow[], from: number, to: number): SecondTraffic[] {
  if (to - from === 1) return [secondTraffic(from, digest)];
  const timeline = new Timeline();
  for (const { second, hits, bytes, errors } of rows)
    if (hits > 0) timeline.count(Math.min(Math.max(second, from), to - 1), hits, bytes, errors);
  return trafficBefore(timeline, from, to);
}
