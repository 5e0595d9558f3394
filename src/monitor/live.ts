import {
  asyncScheduler,
  combineLatest,
  concat,
  connect,
  defer,
  distinctUntilChanged,
  endWith,
  filter,
  ignoreElements,
  map,
  merge,
  of,
  startWith,
  takeUntil,
  tap,
  throttleTime,
} from 'rxjs';
import type { Observable, OperatorFunction, SchedulerLike } from 'rxjs';
import type { Arrived } from './filtered.js';
import { LiveTally } from './live-tally.js';
import type { Live, LiveOptions, SpanName } from './live-tally.js';
import { secondOf } from './watching.js';

export type { Live, LiveOptions, SpanName } from './live-tally.js';

/** How long what arrived in seconds that have ended is gathered before it is told of. */
const LATE_MS = 100;

/**
 * Tells once a second what the traffic of a span is, and at once when another span is asked for. It begins with what is
 * known at the start, and ends with the run, whichever span was asked for.
 *
 * What arrives in order, from `options.start` on, counts in its second. Seconds of before the subscription may come first:
 * so that they find theirs open, none ends until something arrives that is of now, or nothing from one tick to the next.
 *
 * @param span$ gives one at once
 * @param ticks$ when to tell; the looks of `watching`, so that the rules and the traffic go by the same second
 */
export function live(
  options: LiveOptions,
  span$: Observable<SpanName>,
  ticks$: Observable<unknown>,
  clock: SchedulerLike = asyncScheduler,
): OperatorFunction<Arrived, Live> {
  return (arrivals$) =>
    defer(() => {
      const tally = new LiveTally(options);
      const begun = secondOf(clock.now());
      let isUpToDate = options.start >= begun;
      let hasNews = true;
      return arrivals$.pipe(
        tap(({ second, digest }) => {
          tally.count(second, digest);
          isUpToDate ||= second >= begun;
          hasNews = true;
        }),
        connect((counted$) => {
          const late$ = counted$.pipe(
            filter(() => !isUpToDate),
            throttleTime(LATE_MS, clock, { leading: false, trailing: true }),
          );
          const tick$ = ticks$.pipe(
            tap(() => {
              isUpToDate ||= !hasNews;
              hasNews = false;
              if (isUpToDate) tally.advanceTo(secondOf(clock.now()));
            }),
          );
          const over$ = counted$.pipe(ignoreElements(), endWith(null));
          return concat(
            combineLatest([span$.pipe(distinctUntilChanged()), merge(late$, tick$).pipe(startWith(null))]).pipe(
              map(([span]) => tally.live(span)),
              takeUntil(over$),
            ),
            defer(() => {
              tally.end();
              return of(tally.live('run'));
            }),
          );
        }),
      );
    });
}
