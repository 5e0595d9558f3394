import { concat, defer, EMPTY, map, of, switchMap, timer } from 'rxjs';
import type { OperatorFunction, SchedulerLike } from 'rxjs';

/**
 * How long the rest of a sequence may take, in milliseconds: what is longer alone is the key Escape. Long enough for a
 * sequence that a network cut, short enough for a person who pressed Escape.
 */
const PATIENCE_MS = 100;

/**
 * What may be the beginning of a sequence at the end of a read, and Escape pressed several times. It looks back, as else it
 * would look at a thousand of them a thousand times.
 */
const UNFINISHED = /(?<!\x1b)\x1b+(?:O|\[(?:[<\d;]*|M[ -\xff]{0,2}))?$/;

/**
 * Puts together sequences that were cut between two reads. What has been begun is held until the rest of it comes; when
 * nothing does, Escape is passed on, and what else was begun is forgotten, as it would swallow the next key.
 *
 * Texts have one character a byte.
 */
export function wholeSequences(clock: SchedulerLike): OperatorFunction<string, string> {
  return (reads$) =>
    defer(() => {
      let held = '';
      const release = (): string => {
        const escapes = /^\x1b*$/.exec(held)?.[0] ?? '';
        held = '';
        return escapes;
      };
      return reads$.pipe(
        switchMap((read) => {
          const bytes = held + read;
          held = UNFINISHED.exec(bytes)?.[0] ?? '';
          const whole$ = of(bytes.slice(0, bytes.length - held.length));
          return concat(whole$, held === '' ? EMPTY : timer(PATIENCE_MS, clock).pipe(map(release)));
        }),
      );
    });
}
