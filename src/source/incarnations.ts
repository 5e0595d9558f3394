import { closeSync, constants, fstatSync, openSync, statSync, watch } from 'node:fs';
import type { Stats } from 'node:fs';
import { basename, dirname } from 'node:path';
import { concatMap, defer, filter, finalize, merge, Observable, repeat, share, throttleTime, timer } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import { codeOf, openFault } from './fault.js';

/** How often a name, and a file that is followed, is looked at when no event says so. */
export const POLL_MS = 1000;
/** Events that come within this time of each other lead to one look at the first of them and one at the end. */
export const SETTLE_MS = 50;

/** A file that a name refers to, or once did. */
export interface Incarnation {
  readonly kind: 'incarnation';
  /** Open for reading; whoever takes the incarnation closes it. */
  readonly fd: number;
  /** Whether the name referred to it when the watching began. */
  readonly isFirst: boolean;
  /** Whether the name referred to another file before, rather than to none. */
  readonly isRotated: boolean;
}

/** What was found out about a name. */
export type NameEvent =
  | Incarnation
  | { readonly kind: 'missing' | 'vanished' | 'returned' }
  | { readonly kind: 'fault'; readonly text: string };

/**
 * Watches what file a name refers to: each file that it comes to refer to is opened and given once, when it is found.
 * Events of the folder tell at once, regular looks where there are no events.
 *
 * As long as the one who takes an incarnation keeps it open, its inode is not used again, so that another file is known
 * by another inode.
 */
export function incarnations(path: string, clock: SchedulerLike): Observable<NameEvent> {
  return defer(() => {
    const look = lookAt(path, clock);
    return merge(timer(0, POLL_MS, clock), folderEvents(path, clock)).pipe(
      throttleTime(SETTLE_MS, clock, { leading: true, trailing: true }),
      concatMap(look),
    );
  });
}

/** A function that says what is new about the name since it was last called. */
function lookAt(path: string, clock: SchedulerLike): () => NameEvent[] {
  let current: string | undefined;
  let missingSince: number | undefined;
  let lastSaid: string | undefined;
  let isFirst = true;

  const once = (event: NameEvent, key: string): NameEvent[] => {
    if (lastSaid === key) return [];
    lastSaid = key;
    return [event];
  };

  return () => {
    const wasFirst = isFirst;
    isFirst = false;
    try {
      const found = identityOf(statSync(path));
      missingSince = undefined;
      if (found === current) {
        const hasReturned = lastSaid !== undefined;
        lastSaid = undefined;
        return hasReturned ? [{ kind: 'returned' }] : [];
      }
      const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
      const stat = fstatSync(fd);
      if (!stat.isFile()) {
        closeSync(fd);
        const text = openFault(stat.isDirectory() ? 'EISDIR' : 'not a regular file');
        return once({ kind: 'fault', text }, text);
      }
      const isRotated = current !== undefined && lastSaid !== 'ENOENT';
      current = identityOf(stat);
      lastSaid = undefined;
      return [{ kind: 'incarnation', fd, isFirst: wasFirst, isRotated }];
    } catch (error) {
      const code = codeOf(error);
      if (code === 'ENOENT') {
        if (current === undefined) return once({ kind: 'missing' }, code);
        // A rotation leaves the name without a file for a moment, which is not worth a word.
        missingSince ??= clock.now();
        return clock.now() - missingSince < POLL_MS ? [] : once({ kind: 'vanished' }, code);
      }
      const text = openFault(code);
      return once({ kind: 'fault', text }, text);
    }
  };
}

const identityOf = ({ dev, ino }: Stats): string => `${dev}:${ino}`;

/** Emits when something happens to the name in its folder. Where a folder cannot be watched, it tries again and again. */
function folderEvents(path: string, clock: SchedulerLike): Observable<string | null> {
  const name = basename(path);
  return defer(() => renamesIn(dirname(path))).pipe(
    repeat({ delay: () => timer(POLL_MS, clock) }),
    filter((changed) => changed === name),
  );
}

/**
 * One watcher a folder, as each write to any of its files wakes it. Measured with 5,000 lines a second: of one core, 2 files
 * took 6.8 % with a watcher each and 5.2 % with one, 20 files 16.5 % and 13.8 %.
 */
const folders = new Map<string, Observable<string | null>>();

/** The names in a folder that come, go or change their file; completes when the folder cannot be watched. */
function renamesIn(folder: string): Observable<string | null> {
  const known$ = folders.get(folder);
  if (known$ !== undefined) return known$;
  const names$ = new Observable<string | null>((subscriber) => {
    try {
      const watcher = watch(folder, (event, changed) => {
        // `change` only says that bytes were added, which is told to the one who follows the file.
        if (event === 'rename') subscriber.next(changed);
      });
      watcher.on('error', () => {
        subscriber.complete();
      });
      return () => {
        watcher.close();
      };
    } catch {
      subscriber.complete();
      return undefined;
    }
  }).pipe(
    finalize(() => folders.delete(folder)),
    share(),
  );
  folders.set(folder, names$);
  return names$;
}
