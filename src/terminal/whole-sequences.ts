import { concat, defer, delay, EMPTY, from, mergeMap, switchMap, timer } from 'rxjs';
import type { OperatorFunction, SchedulerLike } from 'rxjs';
import { Sequences } from './sequences.js';

/**
 * The longest wait for the rest of a sequence, in milliseconds; a lone Escape that waits longer is the key. Long enough
 * for a sequence that a network cut, short enough for a person who pressed Escape.
 */
const PATIENCE_MS = 100;

/**
 * The longest pause within a reply, and its longest duration in all. Keys pressed meanwhile are lost, but for Ctrl-C;
 * the rest of a reply, taken for keys, may do harm.
 */
const REPLY_PATIENCE_MS = 1000;
const LONGEST_REPLY_MS = 5000;

/**
 * Joins sequences that were cut between two reads, and emits them, and the texts between them, one by one. An
 * unfinished one is held until its rest comes; when nothing comes, Escape is passed on, and anything else is forgotten,
 * as it would swallow the next key. See `Sequences` for the parts left out.
 *
 * Texts have one character a byte.
 */
export function wholeSequences(clock: SchedulerLike): OperatorFunction<string, string> {
  return (reads$) =>
    defer(() => {
      const sequences = new Sequences();
      let replyEnds = Infinity;
      const patience = (): number => {
        if (sequences.unfinished !== 'reply') return PATIENCE_MS;
        return Math.max(0, Math.min(REPLY_PATIENCE_MS, replyEnds - clock.now()));
      };
      return reads$.pipe(
        switchMap((read) => {
          const { begun } = sequences;
          const whole = sequences.take(read);
          if (sequences.begun > begun) replyEnds = clock.now() + LONGEST_REPLY_MS;
          const given$ =
            sequences.unfinished === undefined
              ? EMPTY
              : timer(patience(), clock).pipe(
                  // When the program was held up, the rest may be there, and is read in the next turn.
                  delay(0, clock),
                  mergeMap(() => sequences.release()),
                );
          return concat(from(whole), given$);
        }),
      );
    });
}
