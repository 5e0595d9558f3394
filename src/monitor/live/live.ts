import {
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
import type { Observable, OperatorFunction } from 'rxjs';
import type { Second } from '../cut-seconds.js';
import { LiveState } from './live-state.js';
import type { Live, LiveOptions, SpanName } from './live-state.js';

export type { Live, LiveOptions, SpanName } from './live-state.js';

/**
 * Emits the traffic of a span at the end of each second, and at once when another span is selected. It begins with the
 * traffic known at the start, and ends with the run, whichever span was selected. Of seconds that end together, it
 * emits the last.
 *
 * @param span$ emits one at once
 */
export function live(options: LiveOptions, span$: Observable<SpanName>): OperatorFunction<Second, Live> {
  return connect((seconds$) =>
    defer(() => {
      const state = new LiveState(options);
      const counted$ = seconds$.pipe(
        tap((second) => {
          state.count(second);
        }),
        filter(({ isLatest, isUnfinished }) => isLatest && !isUnfinished),
      );
      // It ends with the seconds.
      const ticks$ = merge(options.isLate === true ? NEVER : of(null), counted$, NEVER);
      return concat(
        combineLatest([span$.pipe(distinctUntilChanged()), ticks$]).pipe(
          map(([span]) => state.live(span)),
          takeUntil(seconds$.pipe(ignoreElements(), endWith(null))),
        ),
        defer(() => of(state.live('run'))),
      );
    }),
  );
}
