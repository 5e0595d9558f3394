import { fromEvent, map, merge, share } from 'rxjs';
import type { Observable } from 'rxjs';

/**
 * The signals that end the program. Where there is no screen to be restored, a terminal that is closed ends it at once,
 * unless it runs under `nohup`.
 *
 * Shared: as long as anyone listens, another signal does not cut short what is done at the end.
 */
export function endingSignals(isOnScreen: boolean): Observable<NodeJS.Signals> {
  const names: readonly NodeJS.Signals[] = [
    'SIGINT',
    'SIGTERM',
    ...(isOnScreen ? (['SIGHUP', 'SIGQUIT'] as const) : []),
  ];
  return merge(...names.map((name) => fromEvent(process, name).pipe(map(() => name)))).pipe(share());
}
