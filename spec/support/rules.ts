import type { Alert, Rule } from '../../src/monitor/alerts/rule.js';

export const ruleOf = (threshold: number, windowSeconds: number): Rule => ({
  name: 'traffic',
  measure: 'rate',
  threshold,
  windowSeconds,
});

/** High above 6 hits in 3 seconds. */
export const RULE = ruleOf(2, 3);

const alertOf =
  (state: Alert['state']) =>
  (atSecond: number, hits: number, rule = RULE): Alert => ({
    type: 'alert',
    state,
    rule,
    at: atSecond * 1000,
    hits,
    average: hits / rule.windowSeconds,
  });

/** The alerts of a rule at a second, for so many hits in its window. */
export const triggered = alertOf('triggered');
export const recovered = alertOf('recovered');
