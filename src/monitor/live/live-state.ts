import { addDigest, emptyDigest, merge } from '../../digest/digest.js';
import type { Digest } from '../../digest/digest.js';
import { Timeline } from '../../digest/timeline.js';
import type { Arrival } from '../../source/source-event.js';
import { attributed } from '../pauses/attribute-hits.js';
import type { Run } from '../stats/run.js';
import type { RunTotal } from '../stats/interval-context.js';
import { secondTraffic, trafficBefore } from './second-traffic.js';
import type { SecondTraffic } from './second-traffic.js';
import { Span } from './span.js';
import type { SpanBefore } from './previous-span.js';
import type { Stats } from '../stats/stats.js';

/** What the tables of a live view cover: the last interval, the window of the rules, or all since the start. */
export type SpanName = 'interval' | 'window' | 'run';

/** The traffic up to a whole second. */
export interface Live {
  /** Milliseconds since 1970, a whole second: what arrived before it is counted. */
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
  /** The second from which on it counts: now, or that of the first late arrival. */
  readonly start: number;
  /** How many arrivals come first that are of before the subscription; none unless told. */
  readonly late?: number;
  /** Lengths of the spans in whole seconds, 1 or more. */
  readonly intervalSeconds: number;
  readonly windowSeconds: number;
  /** What is known of the seconds before the start, in ascending order. */
  readonly before: readonly SecondTraffic[];
  /** What was counted before the start. */
  readonly run: Run;
}

/** Seconds whose traffic is kept beyond the window: a chart shows some of them, and sparklines the last minutes. */
const MORE_HISTORY = 600;

/** The most keys that a table of a span is sure to keep: what is shown has some fifty rows. That of the run keeps the caps of the dimensions. */
const MAX_KEYS = 1000;

/** Keeps account of what arrives, second by second, for `live`. */
export class LiveTally {
  private readonly run: Digest;
  /** How many seconds are kept. */
  private readonly longest: number;
  private spans: Readonly<Record<'interval' | 'window', Span>>;
  private history: SecondTraffic[];
  /** What the second that has not ended has counted. */
  private open = emptyDigest();
  /** The one that has not ended. */
  private second: number;
  /** By second, what a pause that is being caught up with has counted: the open second lasts until that is over. */
  private paused: Timeline | undefined;

  constructor(private readonly options: LiveOptions) {
    this.second = options.start;
    this.longest = options.windowSeconds + MORE_HISTORY;
    this.spans = this.freshSpans();
    this.run = { ...merge(emptyDigest(), options.run.digest), timeline: new Timeline() };
    this.history = options.before.slice(-this.longest);
  }

  /**
   * Counts what arrived in a second, or in the open one when that has ended. What is caught up with after a pause counts as
   * one in the spans, as digests cannot be taken apart, and in its seconds in the chart.
   */
  count(second: number, digest: Digest, arrival: Arrival = { second }): void {
    if (arrival.pause?.isCatchingUp === true) {
      this.paused ??= timelineOf(this.open, this.second);
      // The second that it is may be the next one to be open.
      const latest = Math.max(this.second, second - 1);
      for (const row of attributed(digest, arrival))
        this.paused.count(Math.min(Math.max(row.second, this.second), latest), row.hits, row.bytes, row.errors);
    } else {
      this.advanceTo(second);
    }
    addDigest(this.open, digest);
  }

  /**
   * Ends all seconds before `second`. A clock that was set back makes it wait; by more than the window, begin anew, as the
   * rules do.
   */
  advanceTo(second: number): void {
    const { intervalSeconds, windowSeconds } = this.options;
    // Nothing that is shown reaches so far back: a clock that leaps by years costs nothing.
    if (this.paused !== undefined && second > this.second) this.closePause(this.paused, second);
    const isLeap = second - this.second > Math.max(this.longest, 2 * intervalSeconds, 2 * windowSeconds);
    if (isLeap || this.second - second > windowSeconds) {
      this.close();
      this.second = second;
      this.spans = this.freshSpans();
      this.history = [];
    }
    while (this.second < second) this.close();
  }

  /** Ends the open second, though it is not over. */
  end(): void {
    this.close();
  }

  /** What is to be shown; it does not change any more. */
  live(span: SpanName): Live {
    const { from } = this.options.run;
    const { hits, bytes, unparsed } = this.run;
    return {
      at: this.second * 1000,
      span,
      stats: span === 'run' ? this.runStats() : this.spans[span].stats(this.second),
      before: span === 'run' ? undefined : this.spans[span].before(this.second),
      seconds: this.history.slice(-this.longest),
      total: { from, hits, bytes, unparsed },
    };
  }

  private close(): void {
    const { second } = this;
    const ended: Digest = { ...this.open, timeline: new Timeline() };
    this.history.push(secondTraffic(second, ended));
    // Not each time, as that copies all of it.
    if (this.history.length > 2 * this.longest) this.history = this.history.slice(-this.longest);
    for (const span of Object.values(this.spans)) span.count(second, ended);
    addDigest(this.run, ended);
    this.open = emptyDigest();
    this.paused = undefined;
    this.second = second + 1;
  }

  /** Ends the open second, which has lasted up to another. */
  private closePause(timeline: Timeline, end: number): void {
    const ended: Digest = { ...this.open, timeline: new Timeline() };
    this.history = [...this.history, ...trafficBefore(timeline, Math.max(this.second, end - this.longest), end)];
    for (const span of Object.values(this.spans)) span.count(this.second, ended, end);
    addDigest(this.run, ended);
    this.paused = undefined;
    this.open = emptyDigest();
    this.second = end;
  }

  private runStats(): Stats {
    const digest = merge(emptyDigest(), this.run);
    const { from } = this.options.run;
    return { type: 'stats', from, to: this.second * 1000, digest, previous: undefined, previousLength: 0 };
  }

  private freshSpans(): Readonly<Record<'interval' | 'window', Span>> {
    const { intervalSeconds, windowSeconds } = this.options;
    return {
      interval: new Span(intervalSeconds, this.second, MAX_KEYS),
      window: new Span(windowSeconds, this.second, MAX_KEYS),
    };
  }
}

/** What a digest has counted, in one second. */
function timelineOf({ hits, bytes, errors }: Digest, second: number): Timeline {
  const timeline = new Timeline();
  if (hits > 0) timeline.count(second, hits, bytes, errors);
  return timeline;
}
