import { asyncScheduler, bufferTime, defer, filter, ignoreElements, map, tap } from 'rxjs';
import type { OperatorFunction, SchedulerLike } from 'rxjs';
import type { Digest } from '../../digest/digest.js';
import type { Decoded } from '../decode/decode.js';
import { OpenInterval } from './open-interval.js';

/** The traffic of a span of time. */
export interface Stats {
  readonly type: 'stats';
  /** Milliseconds since 1970; the span is half-open, `[from, to)`. */
  readonly from: number;
  readonly to: number;
  readonly digest: Digest;
  /** The interval before; undefined in the first. */
  readonly previous: Digest | undefined;
  /** Milliseconds that the interval before took: the first and the last may be shorter than the others. 0 in the first. */
  readonly previousLength: number;
}

/** The traffic of an interval that has ended. */
export interface Interval extends Stats {
  /** The number of the last batch that is counted in it or before it; 0 when there was none. */
  readonly through: number;
  /** Bytes of all files together that have not been read at its end. */
  readonly lag: number;
}

/** An interval that has not ended: enough to go on with it after a restart. */
export interface IntervalState {
  /** Milliseconds since 1970. */
  readonly from: number;
  /** What it has counted so far. */
  readonly digest: Digest;
  /** As in `Stats`, of the interval before this one. */
  readonly previous: Digest | undefined;
  readonly previousLength: number;
}

export interface StatsOptions {
  /** Length of an interval in milliseconds; default 10,000. */
  readonly every: number;
  /** The interval that an earlier run left unfinished, to go on with; default none. It does not change. */
  readonly resume?: IntervalState | undefined;
}

export const DEFAULT_STATS: StatsOptions = { every: 10_000 };

/**
 * Sums up the digests of each interval, quiet ones too. The first interval begins on subscription, each next one where
 * the last one ended; when the source completes, the interval that it leaves unfinished is still given.
 *
 * A batch counts in the interval of its own time, in whatever order batches and ends of intervals of the same moment come.
 *
 * An interval that is resumed keeps the time at which it began, and ends `every` after subscription: it is longer than the
 * others by what it took before and by the time in between.
 */
export function stats(
  { every, resume }: StatsOptions = DEFAULT_STATS,
  clock: SchedulerLike = asyncScheduler,
): OperatorFunction<Decoded, Interval> {
  return (events$) =>
    defer(() => {
      const open = new OpenInterval(resume, clock.now());
      let isOver = false;
      return events$.pipe(
        // Folded as they come, not buffered: so an interval holds one digest of bounded size, whatever comes. The buffer
        // says when it ends.
        tap({ next: open.add, complete: () => (isOver = true) }),
        ignoreElements(),
        bufferTime(every, null, Infinity, clock),
        map(() => open.close(clock.now(), isOver)),
        // A source that completes at the very end of an interval leaves an empty one of no length.
        filter(({ from, to, digest }) => to > from || digest.hits + digest.unparsed > 0),
      );
    });
}
