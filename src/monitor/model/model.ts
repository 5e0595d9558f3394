import type { Alert } from '../alerts/rule.js';
import type { Checkpoint } from '../checkpoint/checkpoint.js';
import { totalWith } from '../stats/interval-context.js';
import type { IntervalContext, RunTotal } from '../stats/interval-context.js';
import type { Interval, Stats } from '../stats/stats.js';
import { accountsFrom } from './accounts.js';
import type { Accounts } from './accounts.js';

/** An alert, or an interval with its context. */
export type Reported =
  | { readonly kind: 'alert'; readonly alert: Alert }
  | {
      readonly kind: 'interval';
      readonly interval: Stats;
      readonly context: IntervalContext;
      readonly alertsOn: readonly Alert[];
    };

export type ReportedInterval = Extract<Reported, { kind: 'interval' }>;

/** The state of a run. It is a value: `update` makes the next one. */
export interface Model {
  /** The source of checkpoints; undefined when nobody keeps them. */
  readonly accounts: Accounts | undefined;
  /** The sum of the reported intervals. */
  readonly total: RunTotal;
  /** The active alerts, in the order in which they were triggered. */
  readonly active: readonly Alert[];
  /** Milliseconds since 1970, a whole second: the rules have been judged up to then. */
  readonly judgedTo: number;
  /** Intervals that have ended after that. */
  readonly waiting: readonly Interval[];
  /** Reports caused by the last event, in their order; an interval follows the alerts of its time. */
  readonly reports: readonly Reported[];
}

export interface ModelOptions {
  /** Whether checkpoints are wanted; they cost a merge of each batch and of the open interval once a second. */
  readonly isKept?: boolean;
  /** Whether nothing was known before: then no checkpoint is whole before the first second has been judged. */
  readonly isNew?: boolean;
}

/** The model of a run that resumes from a checkpoint. */
export function modelFrom(checkpoint: Checkpoint, { isKept = true, isNew = false }: ModelOptions = {}): Model {
  const { at, run, watches } = checkpoint;
  const { hits, bytes, unparsed } = run.digest;
  return {
    accounts: isKept ? accountsFrom(checkpoint, isNew) : undefined,
    total: { from: run.from, hits, bytes, unparsed },
    // An active alert carries the current rule.
    active: watches.flatMap(({ triggered, rule }) => (triggered === undefined ? [] : { ...triggered, rule })),
    judgedTo: Math.floor(at / 1000) * 1000,
    waiting: [],
    reports: [],
  };
}

/** An interval for display: the first may be of lines from before the start, which are in no total. */
export function reportedInterval(
  { total, active }: Pick<Model, 'total' | 'active'>,
  interval: Interval,
): ReportedInterval {
  const context = { total: totalWith(total, interval.digest), lag: interval.lag, isPrimed: false };
  return { kind: 'interval', interval, context, alertsOn: active };
}

/** The lines in the logs from before the start, for display. */
export const reportedPrimed = ({ total, active }: Model, primed: Stats): ReportedInterval => ({
  kind: 'interval',
  interval: primed,
  context: { total, lag: 0, isPrimed: true },
  alertsOn: active,
});
