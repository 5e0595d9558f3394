import type { SecondRow } from '../../digest/timeline.js';
import { alertOf, sumOf, verdictOf } from './rule.js';
import type { Alert, Rule } from './rule.js';
import { INACTIVE, transition } from './transitions.js';
import type { Status, Verdict } from './transitions.js';

/**
 * The alerts that a rule would have raised at the log's own time: it is judged at each whole second from the log's
 * first second + 1 to its last second + 1, over the half-open window `[t − window, t)`. An alert that is active when
 * the log ends stays so.
 *
 * Only the seconds in which hits enter or leave the window are looked at, as nothing changes between them; so the cost
 * is O(n) for n seconds with hits, however far apart they are.
 *
 * @param rows in ascending order of their seconds
 */
export function logAlerts(rows: readonly SecondRow[], rule: Rule): Alert[] {
  const last = rows.at(-1);
  if (last === undefined) return [];
  const sumAt = (row: SecondRow | undefined): number => (row === undefined ? 0 : sumOf(rule, row));
  const endOf = (row: SecondRow | undefined, after: number): number =>
    row === undefined ? Infinity : row.second + after;
  const alerts: Alert[] = [];
  let status: Status = INACTIVE;
  let verdict: Verdict | undefined;
  let sum = 0;
  let entering = 0;
  let leaving = 0;
  const judge = (verdict: Verdict, t: number): void => {
    const next = transition(status, verdict, t, rule);
    status = next.status;
    const alert = alertOf(next, rule, sum);
    if (alert !== undefined) alerts.push(alert);
  };
  for (;;) {
    const change = Math.min(endOf(rows[entering], 1), endOf(rows[leaving], rule.windowSeconds + 1));
    const end = Math.min(change, last.second + 2);
    // A delay of a rule may run out before the next change.
    if (verdict !== undefined) judge(verdict, end - 1);
    if (change > last.second + 1) return alerts;
    while (endOf(rows[entering], 1) === change) sum += sumAt(rows[entering++]);
    while (endOf(rows[leaving], rule.windowSeconds + 1) === change) sum -= sumAt(rows[leaving++]);
    verdict = verdictOf(rule, sum);
    judge(verdict, change);
  }
}
