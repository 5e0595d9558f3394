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
  NEVER,
  of,
  takeUntil,
  tap,
} from 'rxjs';
import type { Observable, OperatorFunction, SchedulerLike } from 'rxjs';
import type { Arrived } from '../decode/filter-chunks.js';
import { LiveTally } from './live-state.js';
import type { Live, LiveOptions, SpanName } from './live-state.js';
import { secondOf } from '../seconds.js';

export type { Live, LiveOptions, SpanName } from './live-state.js';

/**
 * Tells once a second what the traffic of a span is, and at once when another span is asked for. It begins with what is
 * known at the start, and ends with the run, whichever span was asked for.
 *
 * What arrives in order, from `options.start` on, counts in its second. No second ends, and nothing is told, before the late
 * arrivals have come.
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
      const { late = 0 } = options;
      let arrived = 0;
      return arrivals$.pipe(
        tap(({ second, digest, arrival }) => {
          tally.count(second, digest, arrival);
          arrived++;
        }),
        connect((counted$) => {
          const caughtUp$ = late === 0 ? of(null) : counted$.pipe(filter(() => arrived === late));
          const tick$ = ticks$.pipe(filter(() => arrived >= late));
          // It ends with the arrivals, not with the ticks.
          const messages$ = merge(caughtUp$, tick$, NEVER).pipe(
            tap(() => {
              tally.advanceTo(secondOf(clock.now()));
            }),
          );
          const over$ = counted$.pipe(ignoreElements(), endWith(null));
          return concat(
            combineLatest([span$.pipe(distinctUntilChanged()), messages$]).pipe(
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
