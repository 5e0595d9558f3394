import { concat, defer, ignoreElements, mergeMap, ReplaySubject, scan, tap } from 'rxjs';
import type { Observable, OperatorFunction } from 'rxjs';

/**
 * Like `mergeMap`, but each inner Observable is subscribed to only when the one before it has come to its turn's end for
 * the first time, or has completed; it goes on beside those that follow.
 */
export function inTurn<T, R>(
  project: (value: T) => Observable<R>,
  endsTurn: (result: R) => boolean,
): OperatorFunction<T, R> {
  interface Turn {
    readonly value: T | undefined;
    readonly before: Observable<unknown>;
    // A subject, as whoever waits for the end of a turn may begin to when it has long come.
    readonly over: ReplaySubject<never>;
  }
  return (values$) =>
    defer(() =>
      values$.pipe(
        scan((last: Turn, value: T): Turn => ({ value, before: last.over, over: new ReplaySubject() }), first()),
        mergeMap(({ value, before, over }) =>
          concat(
            before.pipe(ignoreElements()),
            defer(() => project(value as T)).pipe(
              // Not when it is unsubscribed: those that wait are not to begin then.
              tap({
                next: (result) => {
                  if (endsTurn(result)) over.complete();
                },
                complete: () => {
                  over.complete();
                },
              }),
            ),
          ),
        ),
      ),
    );

  function first(): Turn {
    const over = new ReplaySubject<never>();
    over.complete();
    return { value: undefined, before: over, over };
  }
}
