import type { SecondRow } from '../../digest/timeline.js';
import { alertAt } from './alerts.js';
import type { Alert, AlertRule } from './alerts.js';

/**
 * The alerts that a rule would have raised at the log's own time: it is looked at at each whole second from the log's
 * first second + 1 to its last second + 1, over the half-open window `[t − window, t)`. An alert that is on when the log
 * ends stays on.
 *
 * Only the seconds in which hits enter or leave the window are looked at, as nothing changes between them; so it costs
 * O(n) for n seconds with hits, however far apart they are.
 *
 * @param rows in ascending order of their seconds
 */
export function logAlerts(rows: readonly SecondRow[], rule: AlertRule): Alert[] {
  const last = rows.at(-1);
  if (last === undefined) return [];
  const alerts: Alert[] = [];
  let isHigh = false;
  let hits = 0;
  let entering = 0;
  let leaving = 0;
  const endOf = (row: SecondRow | undefined, after: number): number =>
    row === undefined ? Infinity : row.second + after;
  for (;;) {
    const t = Math.min(endOf(rows[entering], 1), endOf(rows[leaving], rule.windowSeconds + 1));
    if (t > last.second + 1) return alerts;
    while (endOf(rows[entering], 1) === t) hits += rows[entering++]?.hits ?? 0;
    while (endOf(rows[leaving], rule.windowSeconds + 1) === t) hits -= rows[leaving++]?.hits ?? 0;
    const alert = alertAt(t, hits, isHigh, rule);
    if (alert === undefined) continue;
    isHigh = alert.state === 'triggered';
    alerts.push(alert);
  }
}
