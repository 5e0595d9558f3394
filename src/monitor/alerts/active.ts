import type { Alert } from './rule.js';

/** The alerts that are active after another one, in the order in which they were triggered. */
export function activeAfter(active: readonly Alert[], alert: Alert): readonly Alert[] {
  const others = active.filter((other) => nameOf(other) !== nameOf(alert));
  return alert.state === 'triggered' ? [...others, alert] : others;
}

const nameOf = ({ rule }: Alert): string => rule.rule;
