import { concat, defer, ignoreElements, mergeMap, ReplaySubject, scan, tap } from 'rxjs';
import type { Observable, OperatorFunction } from 'rxjs';

/**
 * Like `mergeMap`, but subscribes to each inner Observable only when the one before it has ended its turn for the first
 * time, or has completed; the earlier one goes on beside the later ones.
 */
export function inTurn<T, R>(
  project: (value: T) => Observable<R>,
  endsTurn: (result: R) => boolean,
): OperatorFunction<T, R> {
  interface Turn {
    readonly value: T | undefined;
    readonly before: Observable<unknown>;
    // A replay subject, as a subscriber may start to wait for the end of a turn long after it.
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
              // Not on unsubscribe: the waiting ones must not begin then.
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
