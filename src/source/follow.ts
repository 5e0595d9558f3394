import {
  asyncScheduler,
  debounceTime,
  defer,
  distinct,
  EMPTY,
  filter,
  fromEvent,
  interval,
  map,
  merge,
  mergeMap,
  of,
  share,
  startWith,
  switchMap,
  take,
  takeUntil,
  throttleTime,
  throwError,
  using,
} from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import type { Notice, SourceEvent } from './chunk.js';
import { readFault } from './fault.js';
import { incarnations, POLL_MS, SETTLE_MS } from './incarnations.js';
import type { Incarnation, NameEvent } from './incarnations.js';
import { PinnedTail } from './pinned-tail.js';
import { BREAK, wholeLines } from './whole-lines.js';
import type { Bytes } from './whole-lines.js';

export interface FollowOptions {
  /** Whether to read what the file already holds before following it; false unless told. */
  readonly fromStart?: boolean;
}

/** A rotated file is followed until nothing has been added to it for this long. */
const QUIET_MS = 30_000;

/**
 * Follows the file that `path` refers to, for as long as it is subscribed to: what is added to it, and the file that
 * takes its place when it is rotated, from its first byte. The rotated file is read on until it has been quiet for 30 s.
 * A file that is not there is waited for, and a truncated one is read from its start.
 *
 * It errors only when the path cannot be followed from the start: it is a folder, or may not be read. Nothing is emitted
 * while it is being subscribed to.
 */
export function follow(
  path: string,
  { fromStart = false }: FollowOptions = {},
  clock: SchedulerLike = asyncScheduler,
): Observable<SourceEvent> {
  return defer(() => {
    const events$ = incarnations(path, clock).pipe(share());
    const next$ = events$.pipe(filter(isIncarnation), take(1));
    let hasBegun = false;

    return events$.pipe(
      mergeMap((event) => {
        const isAtStart = !hasBegun;
        hasBegun = true;
        if (event.kind === 'fault' && isAtStart) return throwError(() => new Error(`${path} ${event.text}`));
        const notice$ = noticesOf(path, event);
        if (!isIncarnation(event)) return notice$;
        const events$ = drained(tail(event.fd, fromStart || !event.isFirst, clock), next$, clock);
        // Whoever stops at the notice finds the file in hands that close it; its bytes take a while to come.
        return merge(chunks(path, events$), notice$);
      }),
    );
  });
}

const isIncarnation = (event: NameEvent): event is Incarnation => event.kind === 'incarnation';

/** What comes of a file until `next$` has emitted and then nothing has come for a while. */
function drained<T>(bytes$: Observable<T>, next$: Observable<unknown>, clock: SchedulerLike): Observable<T> {
  const shared$ = bytes$.pipe(share());
  const quiet$ = next$.pipe(switchMap(() => shared$.pipe(startWith(undefined), debounceTime(QUIET_MS, clock))));
  return shared$.pipe(takeUntil(quiet$));
}

function chunks(path: string, bytes$: Observable<TailEvent>): Observable<SourceEvent> {
  const shared$ = bytes$.pipe(share());
  const notices$ = shared$.pipe(
    map((event) => {
      if (event === BREAK) return 'was truncated; reading it from its start';
      return event instanceof Error ? `${readFault(event)}; trying again` : undefined;
    }),
    filter((text) => text !== undefined),
    map((text) => notice(path, text)),
  );
  const bytesOnly$ = shared$.pipe(filter((event): event is Bytes => !(event instanceof Error)));
  return merge(notices$, bytesOnly$.pipe(wholeLines(path)));
}

type TailEvent = Bytes | Error;

/** The bytes of an open file as they are added, and what befell it: `BREAK` where it was truncated, and errors. */
function tail(fd: number, fromStart: boolean, clock: SchedulerLike): Observable<TailEvent> {
  return using(
    () => new PinnedTail(fd, fromStart),
    (resource) => {
      const file = resource as PinnedTail;
      const breaks$ = merge(fromEvent(file, 'changed'), interval(POLL_MS, clock)).pipe(
        throttleTime(SETTLE_MS, clock, { leading: true, trailing: true }),
        filter(() => file.look()),
        map((): TailEvent => BREAK),
      );
      const errors$ = (fromEvent(file, 'failed') as Observable<Error>).pipe(distinct(({ message }) => message));
      return merge(fromEvent(file, 'bytes') as Observable<Uint8Array>, breaks$, errors$);
    },
  );
}

function noticesOf(path: string, event: NameEvent): Observable<Notice> {
  switch (event.kind) {
    case 'missing':
      return of(notice(path, 'is not there yet; waiting for it'));
    case 'vanished':
      return of(notice(path, 'is gone; waiting for it to come back'));
    case 'returned':
      return of(notice(path, 'is back; going on where it was'));
    case 'fault':
      return of(notice(path, event.text));
    case 'incarnation':
      if (event.isRotated) return of(notice(path, 'was rotated; reading the new file from its first byte'));
      return event.isFirst ? EMPTY : of(notice(path, 'is there now; reading it from its first byte'));
  }
}

const notice = (source: string, text: string): Notice => ({ kind: 'notice', source, text });
