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

/** How often to look at a name when polling is asked for. */
const FAST_POLL_MS = 200;
/** Events within this time of each other lead to one look at the first of them and one at the end. */
const SETTLE_MS = 20;

export interface WatchOptions extends LookOptions {
  /** Whether to poll rather than wait for events. */
  readonly poll: boolean;
}

/**
 * Watches which file a name refers to: opens and emits each file that it comes to refer to, even for a moment, once and
 * in order. Reacts to events of the folder at once; where there are too many, checks the folder's time of change
 * instead; where there are none, polls.
 *
 * `settled` ends each look that found something new.
 */
export function incarnations(lineage: Lineage, options: WatchOptions, clock: SchedulerLike): Observable<NameEvent> {
  return defer(() => {
    const looker = new Looker(lineage, options, clock);
    let isTold = false;
    // A subject, as a look at links decides which folder to watch, and that folder's events lead to looks.
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
