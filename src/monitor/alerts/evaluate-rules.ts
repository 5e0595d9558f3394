import {
  asyncScheduler,
  defer,
  isObservable,
  mergeMap,
  of,
  reduce,
  scan,
  timestamp,
  windowTime,
  withLatestFrom,
} from 'rxjs';
import type { Observable, OperatorFunction, SchedulerLike } from 'rxjs';
import { DEFAULT_RULE } from './rule.js';
import type { Alert, AlertRule } from './rule.js';
import { hitsBySecond } from '../pauses/attribute-hits.js';
import type { ArrivedDigest } from '../pauses/attribute-hits.js';
import { resumedWatches, Watch } from './rule-watch.js';
import type { Level, WatchState } from './rule-watch.js';
import { SECOND, secondOf } from '../seconds.js';

/** One look at all rules. */
export interface Watched {
  /** Milliseconds since 1970, the whole second that was looked at. */
  readonly at: number;
  /** In the order of their times. */
  readonly raised: readonly Alert[];
  /** How each rule stands then. */
  readonly levels: readonly Level[];
  /** What the rules remember, made when it is asked for: up to the next look as this one left it, later as that one did. */
  readonly watches: () => readonly WatchState[];
}

/**
 * Looks at each rule once a second, as `alerts` says, and tells of every look what it raised and what the rules remember.
 *
 * @param rules or a stream of them, which gives the first at once and then the same rules with other thresholds; these hold
 * from the next look on
 * @param resume what the rules remembered in an earlier run: see `resumedWatches`. The seconds since then are looked at at
 * the first look, in order, so an alert that would have been raised meanwhile is, with its true time. Hits that came
 * meanwhile are to be in it already: see `withBacklog`. An alert that is on stays on until the average is below the
 * threshold.
 */
export function watching(
  rules: readonly AlertRule[] | Observable<readonly AlertRule[]> = [DEFAULT_RULE],
  clock: SchedulerLike = asyncScheduler,
  resume: readonly WatchState[] = [],
): OperatorFunction<ArrivedDigest, Watched> {
  return (digests$) =>
    defer(() => {
      const start = secondOf(clock.now());
      return digests$.pipe(
        timestamp(clock),
        windowTime(SECOND, clock),
        // A digest that arrives at the very millisecond in which a window closes is in it, yet of the next second: so
        // hits are kept by the second of their arrival, and the windows say only when to look.
        mergeMap((arrivals$) =>
          arrivals$.pipe(
            reduce(
              (hits, { timestamp, value }) => addAll(hits, hitsBySecond(value, secondOf(timestamp))),
              new Map<number, number>(),
            ),
          ),
        ),
        withLatestFrom(isObservable(rules) ? rules : of(rules)),
        scan((before: Kept, [hits, rules]): Kept => {
          const t = secondOf(clock.now());
          const kept = before.kept ?? resumedWatches(rules, resume, start).map((state) => new Watch(state));
          for (const [i, watch] of kept.entries()) {
            watch.setThreshold(rules[i]?.threshold ?? watch.level().rule.threshold);
            watch.add(hits, t);
          }
          return {
            kept,
            at: t * SECOND,
            raised: kept.flatMap((watch) => watch.look(t)).sort((a, b) => a.at - b.at),
            levels: kept.map((watch) => watch.level()),
            watches: () => kept.map((watch) => watch.state()),
          };
        }, NOTHING_YET),
      );
    });
}

/** A look, with what it leaves to the next one. */
interface Kept extends Watched {
  readonly kept: readonly Watch[] | undefined;
}

/** The rules are not known before the first look. */
const NOTHING_YET: Kept = { kept: undefined, at: 0, raised: [], levels: [], watches: () => [] };

/** Adds hits to those of their seconds. */
export function addAll(
  hits: Map<number, number>,
  counts: Iterable<readonly [second: number, hits: number]>,
): Map<number, number> {
  for (const [second, count] of counts) hits.set(second, (hits.get(second) ?? 0) + count);
  return hits;
}
