import { fromEvent, map, merge, share } from 'rxjs';
import type { Observable } from 'rxjs';

/**
 * The signals that end the program. Without a screen to restore, a closed terminal ends it at once, unless it runs
 * under `nohup`.
 *
 * Shared: as long as anyone listens, another signal does not cut short the work at the end.
 */
export function endingSignals(isOnScreen: boolean): Observable<NodeJS.Signals> {
  const names: readonly NodeJS.Signals[] = [
    'SIGINT',
    'SIGTERM',
    ...(isOnScreen ? (['SIGHUP', 'SIGQUIT'] as const) : []),
  ];
  return merge(...names.map((name) => fromEvent(process, name).pipe(map(() => name)))).pipe(share());
}
