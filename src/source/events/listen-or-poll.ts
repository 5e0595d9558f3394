import { concat, defer, EMPTY, merge, mergeMap, of, repeat, take, takeWhile, tap, timer } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';

/** Above this many events a second, each one waking us costs too much. */
export const MAX_A_SECOND = 100;
/** How long we do not listen then. */
export const REST_MS = 10_000;
const SECOND = 1000;

/**
 * Passes events through while there are no more than about a hundred a second. Above that, stops listening for ten
 * seconds: looks every `everyMs` instead, and once more when it listens again. A server that writes each line by itself
 * wakes every listener of its log as often: `npm run bench:screen -- --only each`.
 *
 * Source: interrupts give way to polling under load, as in the network drivers of Linux (Salim, Olsson, Kuznetsov,
 * Beyond Softnet, 2001).
 *
 * @param events$ subscribed to for as long as we listen; completes when listening fails. Then the result completes too,
 * unless there were too many events before: in that case it keeps polling until it can listen again.
 */
export function relieved<T>(
  events$: Observable<T>,
  look: () => readonly T[],
  everyMs: number,
  clock: SchedulerLike,
): Observable<T> {
  return defer(() => {
    let areTooMany = false;
    const listened$ = defer(() => {
      const wereTooMany = areTooMany;
      const meter = new Meter(clock);
      areTooMany = false;
      const passed$ = events$.pipe(
        takeWhile(() => !(areTooMany = meter.isExceeded()), true),
        tap({ complete: () => (areTooMany ||= wereTooMany) }),
      );
      // In this order: what happens while they are subscribed to is found by the look.
      return merge(passed$, wereTooMany ? defer(look) : EMPTY);
    });
    const looks$ = timer(everyMs, everyMs, clock).pipe(take(Math.ceil(REST_MS / everyMs)), mergeMap(look));
    return concat(
      listened$,
      defer(() => (areTooMany ? looks$ : EMPTY)),
    ).pipe(repeat({ delay: () => (areTooMany ? of(true) : EMPTY) }));
  });
}

/** Counts the events of each second. */
class Meter {
  private since: number;
  private count = 0;

  constructor(private readonly clock: SchedulerLike) {
    this.since = clock.now();
  }

  /** Counts one more event; returns whether there are too many. */
  isExceeded(): boolean {
    const now = this.clock.now();
    // A clock that was set back also starts a new second.
    if (now >= this.since + SECOND || now < this.since) {
      this.since = now;
      this.count = 0;
    }
    return ++this.count > MAX_A_SECOND;
  }
}
