import {
  BehaviorSubject,
  concatMap,
  defer,
  distinctUntilChanged,
  merge,
  NEVER,
  switchMap,
  tap,
  throttleTime,
  timer,
} from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { resolve } from 'node:path';
import { folderEvents } from '../events/folder-events.js';
import type { Lineage } from '../rotation/lineage.js';
import { Looker } from './name-check.js';
import type { LookOptions } from './name-check.js';
import type { NameEvent } from '../notices/name-event.js';
import { POLL_MS } from '../events/timing.js';

/** How often a name is where there are to be no events. */
const FAST_POLL_MS = 200;
/** Events that come within this time of each other lead to one look at the first of them and one at the end. */
const SETTLE_MS = 20;

export interface WatchOptions extends LookOptions {
  /** Whether to look regularly rather than to wait for events. */
  readonly poll: boolean;
}

/**
 * Watches what file a name refers to: each file that it comes to refer to, also for a moment, is opened and given once,
 * in order. Events of the folder tell at once, or looks at its time where there are too many; regular looks where there are none.
 *
 * `settled` ends each look that found something new.
 */
export function incarnations(lineage: Lineage, options: WatchOptions, clock: SchedulerLike): Observable<NameEvent> {
  return defer(() => {
    const looker = new Looker(lineage, options, clock);
    let isTold = false;
    // A subject, as what a look finds out about links decides which folder is watched, whose events lead to looks.
    const home$ = new BehaviorSubject(lineage.home.path);
    const events$ = home$.pipe(
      distinctUntilChanged(),
      switchMap((home) =>
        merge(...[...new Set([resolve(lineage.path), home])].map((path) => folderEvents(path, clock))),
      ),
      tap(() => (isTold = true)),
    );
    const looks$ = timer(0, options.poll ? FAST_POLL_MS : POLL_MS, clock);
    return merge(looks$, options.poll ? NEVER : events$).pipe(
      throttleTime(SETTLE_MS, clock, { leading: true, trailing: true }),
      concatMap(() => {
        const found = looker.look(lineage.home.isTouched() || isTold);
        isTold = false;
        home$.next(lineage.home.path);
        return found;
      }),
    );
  });
}
