import type { SecondRow } from '../../digest/timeline.js';
import { conditionNamed } from './conditions/registry.js';
import type { ConditionName } from './conditions/registry.js';
import type { Delays, Transition, Verdict } from './transitions.js';

/** The settings of a rule, as data. It holds while its measure is above its threshold. */
export interface Rule extends Delays {
  /** Identifies the rule. */
  readonly name: string;
  /** The name of its measure. */
  readonly measure: ConditionName;
  /** In the unit of the measure: hits per second for `rate`. */
  readonly threshold: number;
  /** Length of the window in whole seconds, 1 or more. */
  readonly windowSeconds: number;
}

/** A rule began to hold, or stopped holding. */
export interface Alert {
  readonly type: 'alert';
  readonly state: 'triggered' | 'recovered';
  readonly rule: Rule;
  /** Milliseconds since 1970, a whole second: the end of the window `[at − window, at)`. */
  readonly at: number;
  /** Hits in the window. */
  readonly hits: number;
  /** Hits per second over the full length of the window. */
  readonly average: number;
}

export const DEFAULT_RULE: Rule = { name: 'traffic', measure: 'rate', threshold: 10, windowSeconds: 120 };

/** Whether two rules, perhaps with different settings, have the same name. */
export const isSameRule = (a: Rule, b: Rule): boolean => a.name === b.name;

/** The amount that a rule adds up from the hits of one second. */
export const sumOf = ({ measure }: Rule, row: SecondRow): number => conditionNamed(measure)?.sum(row) ?? 0;

/** The verdict of a window on a rule; exactly at the threshold nothing changes. */
export function verdictOf({ measure, threshold, windowSeconds }: Rule, sum: number): Verdict {
  const value = conditionNamed(measure)?.measure(sum, windowSeconds);
  if (value === undefined) return 'unknown';
  if (value > threshold) return 'holds';
  return value < threshold ? 'ceases' : 'between';
}

/** The alert of a transition; undefined where there is none to raise. */
export function alertOf({ change, at = 0 }: Transition, rule: Rule, hits: number): Alert | undefined {
  if (change === undefined) return undefined;
  return { type: 'alert', state: change, rule, at: at * 1000, hits, average: hits / rule.windowSeconds };
}
