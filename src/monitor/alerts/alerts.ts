import { mergeMap, pipe } from 'rxjs';
import type { Observable, OperatorFunction } from 'rxjs';
import type { Second } from '../cut-seconds.js';
import { evaluate } from './evaluate-rules.js';
import { DEFAULT_RULE } from './rule.js';
import type { Alert, Rule } from './rule.js';
import type { WatchState } from './rule-watch.js';

export { DEFAULT_RULE } from './rule.js';
export type { Alert, Rule } from './rule.js';

/**
 * Raises an alert when a rule begins to hold and another when it stops holding. Each rule is judged once a second, at a
 * whole second `t` of the clock, over the half-open window `[t − window, t)` and averaged over the full window, even
 * before a full window has passed. Exactly at the threshold nothing changes.
 *
 * @param rules as of `evaluate`
 * @param resume the state of the rules in an earlier run; see `evaluate`
 */
export function alerts(
  rules: readonly Rule[] | Observable<readonly Rule[]> = [DEFAULT_RULE],
  resume: readonly WatchState[] = [],
): OperatorFunction<Second, Alert> {
  return pipe(
    evaluate(rules, resume),
    mergeMap(({ raised }) => raised),
  );
}
