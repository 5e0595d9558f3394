import { asyncScheduler, mergeMap } from 'rxjs';
import type { OperatorFunction, SchedulerLike } from 'rxjs';
import type { Digest } from '../../digest/digest.js';
import { DEFAULT_RULE } from './rule.js';
import type { Alert, AlertRule } from './rule.js';
import type { WatchState } from './rule-watch.js';
import { watching } from './evaluate-rules.js';

export { alertAt, DEFAULT_RULE } from './rule.js';
export type { Alert, AlertRule } from './rule.js';

/**
 * Raises an alert when a rule begins to hold and another when it ceases to. Each rule is looked at once a second, at a
 * whole second `t` of the clock, over the half-open window `[t − window, t)` and averaged over the full window, also
 * while less than a window has passed. Exactly at the threshold nothing changes.
 *
 * A digest counts in the second in which it arrives.
 *
 * @param resume what an earlier run remembered; see `watching`
 */
export function alerts(
  rules: readonly AlertRule[] = [DEFAULT_RULE],
  clock: SchedulerLike = asyncScheduler,
  resume: readonly WatchState[] = [],
): OperatorFunction<Digest, Alert> {
  return (digests$) =>
    digests$.pipe(
      watching(rules, clock, resume),
      mergeMap(({ raised }) => raised),
    );
}
