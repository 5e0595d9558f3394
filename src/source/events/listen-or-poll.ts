import { concat, defer, EMPTY, merge, mergeMap, of, repeat, take, takeWhile, tap, timer } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';

/** More events than this in a second are too many to be woken by each. */
export const MAX_A_SECOND = 100;
/** How long nobody listens then. */
export const REST_MS = 10_000;
const SECOND = 1000;

/**
 * What events tell, as long as there are no more than about a hundred a second. When there are, they are not listened to for
 * ten seconds: a look every `everyMs` tells what there is to tell instead, and one more when they are listened to again. A
 * server that writes each line by itself wakes whoever follows its log as often: `npm run bench:screen -- --only each`.
 *
 * Source: interrupts give way to polling under load, as in the network drivers of Linux (Salim, Olsson, Kuznetsov, Beyond
 * Softnet, 2001).
 *
 * @param events$ listened to while it is subscribed to; completes when it cannot be. So does the result then, unless there were
 * too many before: then it looks on, until it can be listened to again.
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

/** Counts the events of one second after the other. */
class Meter {
  private since: number;
  private count = 0;

  constructor(private readonly clock: SchedulerLike) {
    this.since = clock.now();
  }

  /** Counts one more, and says whether they are too many. */
  isExceeded(): boolean {
    const now = this.clock.now();
    // A clock that was set back begins anew, too.
    if (now >= this.since + SECOND || now < this.since) {
      this.since = now;
      this.count = 0;
    }
    return ++this.count > MAX_A_SECOND;
  }
}
