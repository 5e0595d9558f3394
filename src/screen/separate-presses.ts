import { defer, filter } from 'rxjs';
import type { MonoTypeOperatorFunction, SchedulerLike } from 'rxjs';

/** A held key repeats faster than this, however the keyboard is set. */
const APART_MS = 1000;

/**
 * Passes a value on if it comes a second or more after the one before: a key held, or pressed in haste, counts once.
 */
export function separate<T>(clock: SchedulerLike): MonoTypeOperatorFunction<T> {
  return (values$) =>
    defer(() => {
      let last = -Infinity;
      return values$.pipe(
        filter(() => {
          const before = last;
          last = clock.now();
          // The clock may have been set back.
          return last - before >= APART_MS || last < before;
        }),
      );
    });
}
