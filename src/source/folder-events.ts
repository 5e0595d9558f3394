import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { defer, filter, finalize, Observable, repeat, share, timer } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import { isSiblingName } from './siblings.js';

/** How long to wait before a folder is tried again that could not be watched. */
const RETRY_MS = 1000;

/**
 * Emits when something happens in its folder to the name, or to one that is named like a file rotated from it. Where a
 * folder cannot be watched, it tries again and again.
 */
export function folderEvents(path: string, clock: SchedulerLike): Observable<unknown> {
  const name = basename(path);
  return defer(() => renamesIn(dirname(path))).pipe(
    repeat({ delay: () => timer(RETRY_MS, clock) }),
    filter((changed) => changed === null || changed === name || isSiblingName(changed, name)),
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
        if (event !== 'rename') return;
        subscriber.next(changed);
        // The folder itself may be gone, and another one take its place, which is not watched.
        if (changed === basename(folder)) subscriber.complete();
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
