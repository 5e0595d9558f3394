import {
  asyncScheduler,
  concat,
  connect,
  defer,
  endWith,
  filter,
  map,
  mergeMap,
  reduce,
  scan,
  take,
  windowTime,
} from 'rxjs';
import type { Observable, OperatorFunction, SchedulerLike } from 'rxjs';
import { cut, finish, openFrom, PartsBuilder } from './cut-seconds.js';
import type { OpenSeconds, Parts, Second } from './cut-seconds.js';
import { isBatch } from './decode/decode.js';
import type { Batch, Decoded } from './decode/decode.js';
import { SECOND, secondOf } from './seconds.js';

export type { Second } from './cut-seconds.js';

export interface SecondsOptions {
  /** The first second to count; default the one of the subscription. */
  readonly start?: number | undefined;
  /** Leading batches that predate the subscription; default 0. No second ends before they have come. */
  readonly late?: number | undefined;
}

/**
 * Cuts time: emits each second of the clock when it has ended, quiet ones too, and at the end the one in which the
 * source completes. Rules, live tables and checkpoints share this one cut.
 *
 * A batch counts in the second of its own time, in whatever order batches and ticks of the same moment come. A pause
 * that is caught up with is one long second. When the clock is set back, it continues with the seconds of the new time.
 */
export function perSecond(clock: SchedulerLike = asyncScheduler): OperatorFunction<Decoded, Second> {
  return perSecondFrom({}, clock);
}

/** `perSecond`, for batches that may predate the subscription. */
export function perSecondFrom(
  { start, late = 0 }: SecondsOptions,
  clock: SchedulerLike = asyncScheduler,
): OperatorFunction<Decoded, Second> {
  return connect((events$) =>
    defer(() => {
      const begun = openFrom(start ?? secondOf(clock.now()));
      const batches$ = events$.pipe(filter(isBatch));
      return batches$.pipe(
        take(late),
        gathered,
        map((parts) => cut(begun, parts, secondOf(clock.now()))),
        mergeMap((open) => concat(open.ended, batches$.pipe(secondsAfter(open, clock)))),
      );
    }),
  );
}

function secondsAfter(open: OpenSeconds, clock: SchedulerLike): OperatorFunction<Batch, Second> {
  return (batches$) =>
    batches$.pipe(
      windowTime(SECOND, clock),
      mergeMap(gathered),
      endWith(undefined),
      scan((open, parts) => (parts === undefined ? finish(open) : cut(open, parts, secondOf(clock.now()))), open),
      mergeMap(({ ended }) => ended),
    );
}

/** All traffic, when the source completes. */
const gathered = (batches$: Observable<Batch>): Observable<Parts> =>
  defer(() =>
    batches$.pipe(
      reduce((builder, batch) => builder.add(batch), new PartsBuilder()),
      map((builder) => builder.built()),
    ),
  );
