import { defer, EMPTY, filter, from, mergeMap, of, repeat, subscribeOn } from 'rxjs';
import type { OperatorFunction, SchedulerLike } from 'rxjs';
import type { Input } from './input.js';

/** So many are handled in a few milliseconds. */
const MAX_IN_A_TURN = 32;
/** Nobody types more ahead than this. */
const MAX_WAITING = 10_000;

/**
 * Passes inputs on in turns of the clock, a few in each, so that more can be read meanwhile. Ctrl-C does not wait
 * behind more than a few others: they are dropped, as a terminal drops them where keys are not raw (ISIG without
 * NOFLSH). When a terminal sends more inputs at once than anyone types, the first few and the last remain.
 *
 * Source: POSIX.1-2017, 11.2.5.
 */
export function inTurns(clock: SchedulerLike): OperatorFunction<Input, Input> {
  return (inputs$) =>
    defer(() => {
      let waiting: Input[] = [];
      const turns$ = defer(() => from(waiting.splice(0, MAX_IN_A_TURN))).pipe(
        subscribeOn(clock),
        repeat({ delay: () => (waiting.length === 0 ? EMPTY : of(true)) }),
      );
      return inputs$.pipe(
        filter((input) => {
          const isFirst = waiting.length === 0;
          if (isCtrlC(input) && waiting.length >= MAX_IN_A_TURN) waiting = [];
          // Not the first, as Ctrl-C may be one of them.
          if (waiting.length === MAX_WAITING) waiting.splice(MAX_IN_A_TURN, 1);
          waiting.push(input);
          return isFirst;
        }),
        mergeMap(() => turns$),
      );
    });
}

const isCtrlC = (input: Input): boolean => input.kind === 'key' && input.isCtrl && input.name === 'c';
