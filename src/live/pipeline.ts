import { map, mergeMap, share, startWith } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import type { Alert, AlertRule } from '../monitor/alerts/alerts.js';
import type { ArrivedDigest } from '../monitor/pauses/attribute-hits.js';
import { checkpoints } from '../monitor/checkpoint/checkpoints.js';
import type { Checkpoint } from '../monitor/checkpoint/checkpoint.js';
import { stats } from '../monitor/stats/stats.js';
import type { Stats } from '../monitor/stats/stats.js';
import { watching } from '../monitor/alerts/evaluate-rules.js';
import type { Watched } from '../monitor/alerts/evaluate-rules.js';
import type { MonitorOptions } from './options.js';
import type { Opening, Start } from './start/warm-up.js';

/** What is counted from a start on. */
export interface Counting extends Opening, Start {
  readonly digests$: Observable<ArrivedDigest>;
  /** Shared. */
  readonly watched$: Observable<Watched>;
  /** Shared. */
  readonly alerts$: Observable<Alert>;
  readonly intervals$: Observable<Stats>;
  /** The alerts that are on from before. */
  readonly activeAlerts: readonly Alert[];
}

/**
 * Counts from a start on. Windows and intervals wait while a pause is being caught up with.
 *
 * @param rules as `watching` takes them
 */
export function counting(
  opening: Opening,
  start: Start,
  { intervalMs }: MonitorOptions,
  rules: readonly AlertRule[] | Observable<readonly AlertRule[]>,
): Counting {
  const { checkpoint } = start;
  const { clock } = opening.pauses;
  const digests$ = opening.decoded$.pipe(
    map(({ digest, arrival }): ArrivedDigest => (arrival === undefined ? digest : { ...digest, arrival })),
  );
  const watched$ = digests$.pipe(watching(rules, clock, checkpoint.watches), share());
  return {
    ...opening,
    ...start,
    digests$,
    watched$,
    alerts$: watched$.pipe(
      mergeMap(({ raised }) => raised),
      share(),
    ),
    intervals$: digests$.pipe(stats({ every: intervalMs, resume: checkpoint.interval }, clock)),
    // What is above the threshold is told of the rule that holds now.
    activeAlerts: checkpoint.watches.flatMap(({ triggered, rule }) =>
      triggered === undefined ? [] : { ...triggered, rule },
    ),
  };
}

/** The checkpoints of a run, that of its start first, with the intervals that are shown. */
export function saves(
  { events$, digests$, watched$, checkpoint }: Counting,
  stats$: Observable<Stats>,
  clock: SchedulerLike,
): Observable<Checkpoint> {
  return checkpoints({ events$, digests$, stats$, watched$ }, checkpoint, clock).pipe(startWith(checkpoint));
}
