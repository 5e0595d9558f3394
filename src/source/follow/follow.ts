import { asyncScheduler, defer, filter, finalize, map, merge, mergeMap, share } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import type { Progress, SourceEvent } from '../source-event.js';
import type { FollowedLogs } from '../rotation/followed-logs.js';
import { inTurn } from './merge-in-turn.js';
import { incarnations } from './name-watch.js';
import type { NameEvent } from '../notices/name-event.js';
import { Lineage } from '../rotation/lineage.js';
import type { LogFile } from '../file/log-file.js';
import { nameNotice } from '../notices/notices.js';
import type { LatestTime } from '../rotation/older-lines.js';
import { filesOf, reading } from '../read/read-file.js';

export interface FollowOptions {
  /** Whether to read the present contents of the file before following it; default false. */
  readonly fromStart?: boolean;
  /** How far another run read: continues from there, over all files rotated since. */
  readonly resume?: Progress | undefined;
  /** Whether to poll the files, every `lookMs`, rather than wait for events of the file system; default false. */
  readonly poll?: boolean;
  /**
   * How often to look at a file that keeps changing, in milliseconds from 1 to 1000; default 200. The first change
   * after a pause is read at once, except with `poll`, which looks at this rate whether the file changes or not.
   */
  readonly lookMs?: number;
  /** The logs followed in the same run, which share who reads which file; by default this log alone. */
  readonly followed?: FollowedLogs | undefined;
  /**
   * Tells a file put beside the log from one that the log was rotated to while nobody watched; default: they are not
   * told apart.
   */
  readonly latestTime?: LatestTime | undefined;
}

export const DEFAULT_LOOK_MS = 200;
const MAX_LOOK_MS = 1000;

/**
 * Follows the file that `path` refers to, while subscribed: emits the bytes added to it, and each file that takes its
 * place on a rotation, from its first byte and in order, even one that had the name for only a moment. Reads a rotated
 * file on until it has been quiet for 5 minutes, or 30 s when it was deleted. Waits for a missing file. Reads a
 * truncated or rewritten file from its start, after the rest of the copy that was made of it.
 *
 * Emits `files` whenever the set of files being read changes, and `caught up` once, after reading everything that was
 * there to read when it began.
 *
 * Errors only when the path cannot be followed from the start: it is a folder, or unreadable. Emits nothing during the
 * subscription call.
 *
 * @throws RangeError when `lookMs` is out of bounds
 */
export function follow(
  path: string,
  { fromStart = false, resume, poll = false, lookMs = DEFAULT_LOOK_MS, followed, latestTime }: FollowOptions = {},
  clock: SchedulerLike = asyncScheduler,
): Observable<SourceEvent> {
  if (!(lookMs >= 1 && lookMs <= MAX_LOOK_MS)) throw new RangeError(`lookMs is ${lookMs}: use 1 to ${MAX_LOOK_MS}`);
  return defer(() => {
    const lineage = new Lineage(path, followed, latestTime);
    const names$ = incarnations(lineage, { fromStart, resume, poll }, clock).pipe(share());
    const looked$ = names$.pipe(filter(({ kind }) => kind === 'settled'));
    const read$ = names$.pipe(
      filter((event) => event.kind === 'opened'),
      inTurn(
        ({ file }) =>
          reading(file, lineage, { poll, lookMs, looked$ }, clock).pipe(
            map((event): Event => (event.kind === 'end' ? { kind: 'end', file } : event)),
          ),
        ({ kind }) => kind === 'end',
      ),
    );
    // The reading comes first: if a subscriber stops at a notice, the file is already in hands that close it.
    return merge(read$, names$).pipe(
      mergeMap(eventsOf(path, lineage)),
      finalize(() => {
        lineage.close();
      }),
    );
  });
}

type Event = NameEvent | SourceEvent | { readonly kind: 'end'; readonly file: LogFile };

/** The public events for findings and reads; keeps count of the unread bytes. */
function eventsOf(path: string, lineage: Lineage): (event: Event, i: number) => readonly SourceEvent[] {
  const behind = new Set<LogFile>();
  let hasLooked = false;
  let isCaughtUp = false;
  const caughtUp = (): SourceEvent[] => {
    if (isCaughtUp || !hasLooked || behind.size > 0) return [];
    isCaughtUp = true;
    return [{ kind: 'caught up', source: path }];
  };
  return (event, i) => {
    switch (event.kind) {
      case 'chunk':
      case 'notice':
      case 'files':
      case 'caught up':
        return [event];
      case 'end':
        behind.delete(event.file);
        return caughtUp();
      case 'settled':
        hasLooked = true;
        return [filesOf(lineage), ...caughtUp()];
      case 'fault':
        if (i === 0) throw new Error(`${path} ${event.text}`);
        break;
      case 'opened':
        if (!hasLooked) behind.add(event.file);
        break;
      case 'missing':
      case 'vanished':
      case 'returned':
      case 'lost':
      case 'refused':
      case 'behind':
      case 'shared':
    }
    const told = nameNotice(path, event);
    return told === undefined ? [] : [told];
  };
}
