import { merge, scan, share } from 'rxjs';
import type { Observable } from 'rxjs';
import { evaluate } from '../monitor/alerts/evaluate-rules.js';
import type { Evaluated } from '../monitor/alerts/evaluate-rules.js';
import type { Rule } from '../monitor/alerts/rule.js';
import type { Decoded } from '../monitor/decode/decode.js';
import { modelFrom } from '../monitor/model/model.js';
import type { Model } from '../monitor/model/model.js';
import { update } from '../monitor/model/update.js';
import { perSecond } from '../monitor/per-second.js';
import type { Second } from '../monitor/per-second.js';
import { stats } from '../monitor/stats/stats.js';
import type { Interval } from '../monitor/stats/stats.js';
import type { MonitorOptions } from './options.js';
import type { Opening, Start } from './start/warm-up.js';

/** The streams of a run, shared. */
export interface Run {
  readonly start: Start;
  readonly batches$: Observable<Decoded>;
  readonly seconds$: Observable<Second>;
  /** Each second with its alerts. */
  readonly evaluated$: Observable<Evaluated>;
  readonly stats$: Observable<Interval>;
  readonly model$: Observable<Model>;
}

/**
 * The heart of rxmon: all counting of a run from its start. Windows and intervals wait while it catches up with a
 * pause.
 *
 * Each stream is a fold of those before it, and none depends on which of them is subscribed to first.
 *
 * @param rules as `evaluate` takes them
 */
export function pipeline(
  { batches$, pauses: { clock } }: Pick<Opening, 'batches$' | 'pauses'>,
  start: Start,
  { intervalMs, state }: Pick<MonitorOptions, 'intervalMs' | 'state'>,
  rules: readonly Rule[] | Observable<readonly Rule[]>,
): Run {
  const { checkpoint } = start;
  const resume = modelFrom(checkpoint, { isKept: state !== undefined });
  const seconds$ = batches$.pipe(perSecond(clock), share());
  const stats$ = batches$.pipe(stats({ every: intervalMs, resume: checkpoint.interval }, clock), share());
  const evaluated$ = seconds$.pipe(evaluate(rules, checkpoint.watches), share());
  const model$ = merge(batches$, evaluated$, stats$).pipe(scan(update, resume), share());
  return { start, batches$, seconds$, evaluated$, stats$, model$ };
}
