import { isObservable, of, pipe, scan, withLatestFrom } from 'rxjs';
import type { Observable, OperatorFunction } from 'rxjs';
import type { Second } from '../cut-seconds.js';
import { SECOND } from '../seconds.js';
import { DEFAULT_RULE, sumOf } from './rule.js';
import type { Alert, Rule } from './rule.js';
import { judged, resumedWatches, withThreshold } from './rule-watch.js';
import type { Level, WatchState } from './rule-watch.js';

/** A second, and the state of the rules at its end. It does not change. */
export interface Evaluated {
  readonly kind: 'evaluated';
  /** Milliseconds since 1970, the judged whole second: the end of the second, or its start if it is unfinished. */
  readonly at: number;
  readonly second: Second;
  /** In the order of their times. */
  readonly raised: readonly Alert[];
  readonly levels: readonly Level[];
  /** The state of the rules. */
  readonly watches: readonly WatchState[];
}

/**
 * Judges each rule at the end of each second: see `alerts`.
 *
 * @param rules or a stream of them, which emits the first at once and then the same rules with other thresholds; these
 * apply from the next second on
 * @param resume the state of the rules in an earlier run: see `resumedWatches`. The seconds since then are judged with
 * the first one, in order, so an alert that would have been raised meanwhile is raised, with its true time. Hits from
 * meanwhile must be in it already: see `withBacklog`. An active alert stays so until the average is below the
 * threshold.
 */
export function evaluate(
  rules: readonly Rule[] | Observable<readonly Rule[]> = [DEFAULT_RULE],
  resume: readonly WatchState[] = [],
): OperatorFunction<Second, Evaluated> {
  return pipe(
    withLatestFrom(isObservable(rules) ? rules : of(rules)),
    scan((before: Evaluated | undefined, [second, rules]: [Second, readonly Rule[]]): Evaluated => {
      const watches = before?.watches ?? resumedWatches(rules, resume, second.from);
      return evaluated(
        second,
        watches.map((watch, i) => withThreshold(watch, rules[i]?.threshold ?? watch.rule.threshold)),
      );
    }, undefined),
  ) as OperatorFunction<Second, Evaluated>;
}

function evaluated(second: Second, watches: readonly WatchState[]): Evaluated {
  const now = second.isUnfinished ? second.from : second.to;
  const all = watches.map((watch) => {
    const sums = second.rows.map((row) => [row.second, sumOf(watch.rule, row)] as const);
    return judged(watch, sums, now);
  });
  return {
    kind: 'evaluated',
    at: now * SECOND,
    second,
    raised: all.flatMap(({ raised }) => raised).sort((a, b) => a.at - b.at),
    levels: all.map(({ level }) => level),
    watches: all.map(({ watch }) => watch),
  };
}
