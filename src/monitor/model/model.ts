import type { Alert } from '../alerts/rule.js';
import type { Checkpoint } from '../checkpoint/checkpoint.js';
import { totalWith } from '../stats/interval-context.js';
import type { IntervalContext, RunTotal } from '../stats/interval-context.js';
import type { Interval, Stats } from '../stats/stats.js';
import { accountsFrom } from './accounts.js';
import type { Accounts } from './accounts.js';

/** An alert, or an interval with what is shown around it. */
export type Reported =
  | { readonly kind: 'alert'; readonly alert: Alert }
  | {
      readonly kind: 'interval';
      readonly interval: Stats;
      readonly context: IntervalContext;
      readonly alertsOn: readonly Alert[];
    };

export type ReportedInterval = Extract<Reported, { kind: 'interval' }>;

/** All that is known of a run. It is a value: `update` makes the next one. */
export interface Model {
  /** Where a checkpoint comes from; undefined when nobody keeps one. */
  readonly accounts: Accounts | undefined;
  /** Of the intervals that have been reported. */
  readonly total: RunTotal;
  /** The alerts that are active, in the order in which they were triggered. */
  readonly active: readonly Alert[];
  /** Milliseconds since 1970, a whole second: up to then the rules have been judged. */
  readonly judgedTo: number;
  /** Intervals that have ended after that. */
  readonly waiting: readonly Interval[];
  /** What the last event has to report, in its order; an interval follows the alerts of its time. */
  readonly reports: readonly Reported[];
}

export interface ModelOptions {
  /** Whether checkpoints are wanted; they take the merge of each batch and of the open interval once a second. */
  readonly isKept?: boolean;
  /** Whether nothing was known before: no checkpoint is whole then before the first second has been judged. */
  readonly isNew?: boolean;
}

/** The model of a run that goes on from a checkpoint. */
export function modelFrom(checkpoint: Checkpoint, { isKept = true, isNew = false }: ModelOptions = {}): Model {
  const { at, run, watches } = checkpoint;
  const { hits, bytes, unparsed } = run.digest;
  return {
    accounts: isKept ? accountsFrom(checkpoint, isNew) : undefined,
    total: { from: run.from, hits, bytes, unparsed },
    // What is above the threshold is told of the rule that holds now.
    active: watches.flatMap(({ triggered, rule }) => (triggered === undefined ? [] : { ...triggered, rule })),
    judgedTo: Math.floor(at / 1000) * 1000,
    waiting: [],
    reports: [],
  };
}

/** An interval as it is shown: the first may be of lines from before the start, which are in no total. */
export function reportedInterval(
  { total, active }: Pick<Model, 'total' | 'active'>,
  interval: Interval,
): ReportedInterval {
  const context = { total: totalWith(total, interval.digest), lag: interval.lag, isPrimed: false };
  return { kind: 'interval', interval, context, alertsOn: active };
}

/** What the logs held before the start, as it is shown. */
export const reportedPrimed = ({ total, active }: Model, primed: Stats): ReportedInterval => ({
  kind: 'interval',
  interval: primed,
  context: { total, lag: 0, isPrimed: true },
  alertsOn: active,
});
