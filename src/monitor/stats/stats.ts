import { asyncScheduler, bufferTime, defer, filter, ignoreElements, map, tap } from 'rxjs';
import type { OperatorFunction, SchedulerLike } from 'rxjs';
import type { Decoded } from '../decode/decode.js';
import type { Interval, IntervalState } from './interval.js';
import { OpenInterval } from './open-interval.js';

export type { Interval, IntervalState, Stats } from './interval.js';

export interface StatsOptions {
  /** Length of an interval in milliseconds; default 10,000. */
  readonly every: number;
  /** The interval that an earlier run left unfinished, to resume; default none. It does not change. */
  readonly resume?: IntervalState | undefined;
}

export const DEFAULT_STATS: StatsOptions = { every: 10_000 };

/**
 * Sums up the digests of each interval, quiet ones too. The first interval begins on subscription, each next one where
 * the last one ended; when the source completes, the unfinished interval is still emitted.
 *
 * A batch counts in the interval of its own time, in whatever order batches and ends of intervals of one moment come.
 *
 * A resumed interval keeps its start, and ends `every` after subscription: it is longer than the others by its length
 * before and by the time in between.
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
        // Folded as they come, not buffered: so an interval holds one digest of bounded size, whatever comes. The
        // buffer marks its end.
        tap({ next: open.add, complete: () => (isOver = true) }),
        ignoreElements(),
        bufferTime(every, null, Infinity, clock),
        map(() => open.close(clock.now(), isOver)),
        // A source that completes at the very end of an interval leaves an empty one of no length.
        filter(({ from, to, digest }) => to > from || digest.hits + digest.unparsed > 0),
      );
    });
}
