import { asyncScheduler, bufferTime, concat, defer, EMPTY, filter, map, mergeMap, of } from 'rxjs';
import type { OperatorFunction, SchedulerLike } from 'rxjs';
import { addDigest, emptyDigest, merge } from '../../digest/digest.js';
import type { Digest } from '../../digest/digest.js';

/** The traffic of one interval. */
export interface Stats {
  readonly type: 'stats';
  /** Milliseconds since 1970; the interval is half-open, `[from, to)`. */
  readonly from: number;
  readonly to: number;
  readonly digest: Digest;
  /** The interval before; undefined in the first. */
  readonly previous: Digest | undefined;
  /** Milliseconds that the interval before took: the first and the last may be shorter than the others. 0 in the first. */
  readonly previousLength: number;
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
  /** Length of an interval in milliseconds, 10,000 unless told. */
  readonly every: number;
  /** The interval that an earlier run left unfinished, to go on with; none unless told. It stays as it is. */
  readonly resume?: IntervalState | undefined;
}

export const DEFAULT_STATS: StatsOptions = { every: 10_000 };

/**
 * Sums up the digests of each interval, quiet ones too. The first interval begins on subscription, each next one where
 * the last one ended; when the source completes, the interval that it leaves unfinished is still given.
 *
 * A digest counts in the interval in which it arrives.
 *
 * An interval that is resumed keeps the time at which it began, and ends `every` after subscription: it is longer than the
 * others by what it took before and by the time in between.
 */
export function stats(
  { every, resume }: StatsOptions = DEFAULT_STATS,
  clock: SchedulerLike = asyncScheduler,
): OperatorFunction<Digest, Stats> {
  return (digests$) =>
    defer(() => {
      const now = clock.now();
      // No interval takes less than no time, though the clock may have been set back.
      let from = Math.min(resume?.from ?? now, now);
      let previous = resume?.previous;
      let previousLength = resume?.previousLength ?? 0;
      /** The digest that the open buffer holds. */
      let open: Digest | undefined;
      return concat(resume === undefined ? EMPTY : of(resume.digest), digests$).pipe(
        // Only the first digest of an interval goes into the buffer, as a copy into which the later ones are merged: so
        // an interval holds one digest of bounded size, however long it is and whatever comes.
        mergeMap((digest) => {
          if (open === undefined) return of((open = merge(emptyDigest(), digest)));
          addDigest(open, digest);
          return EMPTY;
        }),
        bufferTime(every, null, Infinity, clock),
        map(([digest = emptyDigest()]): Stats => {
          const to = clock.now();
          const interval: Stats = { type: 'stats', from, to, digest, previous, previousLength };
          previousLength = to - from;
          from = to;
          previous = digest;
          open = undefined;
          return interval;
        }),
        // A source that completes at the very end of an interval leaves an empty one of no length.
        filter(({ from, to, digest }) => to > from || digest.hits + digest.unparsed > 0),
      );
    });
}
