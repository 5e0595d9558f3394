import {
  defer,
  EMPTY,
  filter,
  finalize,
  fromEvent,
  map,
  merge,
  repeat,
  takeUntil,
  takeWhile,
  throttle,
  timer,
  using,
} from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { POLL_MS } from '../events/timing.js';
import type { LogFile } from '../file/log-file.js';
import { PinnedTail } from './pinned-tail.js';
import { relieved } from '../events/listen-or-poll.js';

export interface TailOptions {
  /** Whether to poll rather than wait for events. */
  readonly poll: boolean;
  /** How often to look at a file that keeps changing, in milliseconds. */
  readonly lookMs: number;
}

/** Events of an open file; `end` when everything there has been read. */
export type TailEvent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'end' }
  | { readonly kind: 'truncated'; readonly unread: number }
  | { readonly kind: 'failed'; readonly error: Error };

/**
 * The bytes of an open file as they are added; completes when it is truncated or rewritten. Looks at the file at once
 * on the first change, then at most every `lookMs`. If the system cannot report changes, polls, and keeps trying to
 * listen.
 */
export function tailEvents(file: LogFile, { poll, lookMs }: TailOptions, clock: SchedulerLike): Observable<TailEvent> {
  return using(
    () => new PinnedTail(file),
    (resource) => {
      const tail = resource as PinnedTail;
      const eventsOf = <T>(name: string): Observable<T> => fromEvent(tail, name) as Observable<T>;
      const changes$ = defer(() =>
        tail.listen() ? eventsOf('changed').pipe(takeUntil(eventsOf('deaf'))) : EMPTY,
      ).pipe(
        finalize(() => {
          tail.rest();
        }),
      );
      const changed$ = relieved(changes$, () => [null], lookMs, clock).pipe(
        repeat({ delay: () => timer(POLL_MS, clock) }),
      );
      const every$ = poll
        ? merge(timer(0, clock), timer(untilLook(clock.now(), lookMs), lookMs, clock))
        : merge(changed$, timer(0, POLL_MS, clock));
      const looks$ = every$.pipe(
        throttle(() => timer(untilLook(clock.now(), lookMs), clock), { leading: true, trailing: true }),
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

/**
 * The time until the next look, in milliseconds: looks are `everyMs` apart, and as far as possible from whole multiples
 * of it. So every second has equally many looks, if `everyMs` divides it, and even traffic is counted evenly.
 */
export const untilLook = (now: number, everyMs: number): number => everyMs - ((now + everyMs / 2) % everyMs);
