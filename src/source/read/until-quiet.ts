import { distinctUntilChanged, filter, interval, map, NEVER, startWith, switchMap, take } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { isDeleted } from '../file/file-contents.js';
import type { Lineage } from '../rotation/lineage.js';
import type { LogFile } from '../file/log-file.js';

const CHECK_MS = 1000;
/** A file that has lost its name to another is read until nothing has been added to it for this long, */
export const QUIET_MS = 300_000;
/** or for this long when it was deleted, as it occupies disk space until it is closed. */
export const DELETED_QUIET_MS = 30_000;

/**
 * Emits once, when a file has lost its name and been quiet for long enough: a server that reopens its logs may first
 * finish its current requests, minutes later.
 *
 * @param looked$ emits when the name may refer to another file than before
 * @param lastBytes when bytes were last added, in milliseconds of the clock
 */
export function quiet(
  file: LogFile,
  lineage: Lineage,
  looked$: Observable<unknown>,
  lastBytes: () => number,
  clock: SchedulerLike,
): Observable<unknown> {
  return looked$.pipe(
    startWith(undefined),
    map(() => lineage.isSuperseded(file)),
    distinctUntilChanged(),
    switchMap((isSuperseded) => {
      if (!isSuperseded) return NEVER;
      const since = clock.now();
      return interval(CHECK_MS, clock).pipe(
        filter(() => {
          const quietMs = clock.now() - Math.max(since, lastBytes());
          return quietMs >= QUIET_MS || (quietMs >= DELETED_QUIET_MS && isDeleted(file));
        }),
      );
    }),
    take(1),
  );
}
