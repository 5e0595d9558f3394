import { isSameRule } from './rule.js';
import type { Alert } from './rule.js';

/** The active alerts after another one, in the order in which they were triggered. */
export function activeAfter(active: readonly Alert[], alert: Alert): readonly Alert[] {
  const others = active.filter(({ rule }) => !isSameRule(rule, alert.rule));
  return alert.state === 'triggered' ? [...others, alert] : others;
}
