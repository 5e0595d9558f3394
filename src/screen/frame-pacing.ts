import { defer, map, of, switchMap, tap, timer } from 'rxjs';
import type { OperatorFunction, SchedulerLike } from 'rxjs';

/** Two at once and eight a second make at most ten in each second. */
const BURST = 2;
const STEP_MS = 125;

/**
 * Lets the last value through as soon as possible: at most ten values in any second. A value that comes alone does not
 * wait, so that a key is answered at once, however recently the picture was drawn.
 *
 * Source: the generic cell rate algorithm (ITU-T I.371), whose theoretical arrival time is `due`.
 */
export function paced<T>(clock: SchedulerLike): OperatorFunction<T, T> {
  return (values$) =>
    defer(() => {
      let due = -Infinity;
      const wait = (): number => Math.max(0, due - (BURST - 1) * STEP_MS - clock.now());
      return values$.pipe(
        // A waiting value gives way to the next one, which waits no longer than it would have.
        switchMap((value) => {
          const milliseconds = wait();
          return milliseconds === 0 ? of(value) : timer(milliseconds, clock).pipe(map(() => value));
        }),
        tap(() => (due = Math.max(due, clock.now()) + STEP_MS)),
      );
    });
}
