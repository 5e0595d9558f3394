import { concat, defer, map, of, scan, startWith, switchMap, timer } from 'rxjs';
import type { OperatorFunction, SchedulerLike } from 'rxjs';
import type { Message } from './model/model.js';

/** All messages, and the one on screen. */
export interface Said {
  /** The last one last. */
  readonly messages: readonly Message[];
  readonly now: string | undefined;
}

const SILENCE: Said = { messages: [], now: undefined };
const SHOWN_MS = 6000;
const MAX_MESSAGES = 100;

/** Shows each message for a while, and keeps the last hundred. */
export function said(clock: SchedulerLike): OperatorFunction<string, Said> {
  return (texts$) =>
    defer(() => {
      const messageOf = (text: string): Message => ({ at: clock.now(), text });
      return texts$.pipe(
        scan(
          ({ messages }, text): Said => ({ messages: [...messages, messageOf(text)].slice(-MAX_MESSAGES), now: text }),
          SILENCE,
        ),
        switchMap((said) => concat(of(said), timer(SHOWN_MS, clock).pipe(map(() => ({ ...said, now: undefined }))))),
        startWith(SILENCE),
      );
    });
}
