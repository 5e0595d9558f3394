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
  /** Whether to read what the file already holds before following it; false unless told. */
  readonly fromStart?: boolean;
  /** How far another run read: it goes on from there, over all files that were rotated meanwhile. */
  readonly resume?: Progress | undefined;
  /** Whether to look at the files, as often as `lookMs` says, rather than to wait for events of the file system; false unless told. */
  readonly poll?: boolean;
  /**
   * How often to look at a file that keeps changing, in milliseconds from 1 to 1000; 200 unless told. What comes after a pause
   * is read at once, but with `poll`, which looks as often whether it changes or not.
   */
  readonly lookMs?: number;
  /** The logs that are followed in the same run, with which it shares who reads which file; itself alone unless told. */
  readonly followed?: FollowedLogs | undefined;
  /**
   * By which a file beside the log that was put there is told from one that the log was rotated to while nobody watched; not at
   * all unless told.
   */
  readonly latestTime?: LatestTime | undefined;
}

export const DEFAULT_LOOK_MS = 200;
const MAX_LOOK_MS = 1000;

/**
 * Follows the file that `path` refers to, for as long as it is subscribed to: what is added to it, and each file that takes
 * its place when it is rotated, from its first byte and in order, also those that had the name for a moment only. A
 * rotated file is read on until it has been quiet for 5 minutes, or 30 s when it was deleted. A file that is not there is
 * waited for. One that was truncated or rewritten is read from its start, after the rest of the copy that was made of it.
 *
 * `files` tells which files are read whenever that changes; `caught up` comes once, when all has been read that was to be
 * read when it began.
 *
 * It errors only when the path cannot be followed from the start: it is a folder, or may not be read. Nothing is emitted
 * while it is being subscribed to.
 *
 * @throws RangeError when `lookMs` is out of its bounds.
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
    // The reading comes first: whoever stops at a notice finds the file in hands that close it.
    return merge(read$, names$).pipe(
      mergeMap(eventsOf(path, lineage)),
      finalize(() => {
        lineage.close();
      }),
    );
  });
}

type Event = NameEvent | SourceEvent | { readonly kind: 'end'; readonly file: LogFile };

/** What is given out of what is found out and read; it keeps account of what is still behind. */
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
