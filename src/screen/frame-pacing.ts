import { defer, map, of, switchMap, tap, timer } from 'rxjs';
import type { OperatorFunction, SchedulerLike } from 'rxjs';

/** Two at once and eight a second make ten in each second at most. */
const BURST = 2;
const STEP_MS = 125;

/**
 * Lets the last value through as soon as it may: at most ten values in a second, whichever second that is. One that comes
 * alone does not wait, so that a key is answered at once, whenever the picture was drawn last.
 *
 * Source: the generic cell rate algorithm (ITU-T I.371), whose theoretical arrival time is `due`.
 */
export function paced<T>(clock: SchedulerLike): OperatorFunction<T, T> {
  return (values$) =>
    defer(() => {
      let due = -Infinity;
      const wait = (): number => Math.max(0, due - (BURST - 1) * STEP_MS - clock.now());
      return values$.pipe(
        // A value that waits gives way to the next one, which waits no longer than it would have.
        switchMap((value) => {
          const milliseconds = wait();
          return milliseconds === 0 ? of(value) : timer(milliseconds, clock).pipe(map(() => value));
        }),
        tap(() => (due = Math.max(due, clock.now()) + STEP_MS)),
      );
    });
}
