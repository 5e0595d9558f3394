import { defer, filter, finalize, fromEvent, map, merge, NEVER, takeWhile, throttleTime, timer, using } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { FAST_POLL_MS, POLL_MS } from './incarnations.js';
import type { LogFile } from './log-file.js';
import { PinnedTail } from './pinned-tail.js';
import { relieved } from './relieved.js';

/** Events that come within this time of each other lead to one look at the first of them and one at the end. */
const SETTLE_MS = 200;

/** What comes of an open file; `end` when all has been read that was there. */
export type TailEvent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'end' }
  | { readonly kind: 'truncated'; readonly unread: number }
  | { readonly kind: 'failed'; readonly error: Error };

/** The bytes of an open file as they are added, until it is truncated or rewritten, which ends it. */
export function tailEvents(file: LogFile, isPolled: boolean, clock: SchedulerLike): Observable<TailEvent> {
  return using(
    () => new PinnedTail(file),
    (resource) => {
      const tail = resource as PinnedTail;
      const eventsOf = <T>(name: string): Observable<T> => fromEvent(tail, name) as Observable<T>;
      const changes$ = defer(() => {
        tail.listen();
        return eventsOf('changed');
      }).pipe(
        finalize(() => {
          tail.rest();
        }),
      );
      const looks$ = merge(
        isPolled ? NEVER : relieved(changes$, () => [null], SETTLE_MS, clock),
        timer(0, isPolled ? FAST_POLL_MS : POLL_MS, clock),
      ).pipe(
        throttleTime(SETTLE_MS, clock, { leading: true, trailing: true }),
        filter(() => {
          tail.look();
          return false;
        }),
      );
      return merge(
        eventsOf<Uint8Array>('bytes').pipe(map((bytes): TailEvent => ({ kind: 'bytes', bytes }))),
        eventsOf<unknown>('end').pipe(map((): TailEvent => ({ kind: 'end' }))),
        eventsOf<number>('truncated').pipe(map((unread): TailEvent => ({ kind: 'truncated', unread }))),
        eventsOf<Error>('failed').pipe(map((error): TailEvent => ({ kind: 'failed', error }))),
        looks$ as Observable<never>,
      ).pipe(takeWhile(({ kind }) => kind !== 'truncated', true));
    },
  );
}
