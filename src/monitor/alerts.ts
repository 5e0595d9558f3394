import { asyncScheduler, defer, mergeMap, reduce, scan, timestamp, windowTime } from 'rxjs';
import type { OperatorFunction, SchedulerLike } from 'rxjs';
import type { Digest } from '../digest/digest.js';
import { SlidingWindow } from './sliding-window.js';

/** Traffic is high while the average of the window exceeds the threshold. */
export interface AlertRule {
  readonly rule: 'traffic';
  /** Hits per second, 10 unless told. */
  readonly threshold: number;
  /** Length of the window in whole seconds, 120 unless told. */
  readonly windowSeconds: number;
}

/** A rule began to hold, or ceased to. */
export interface Alert {
  readonly type: 'alert';
  readonly state: 'triggered' | 'recovered';
  readonly rule: AlertRule;
  /** Milliseconds since 1970, a whole second: the end of the window `[at − window, at)`. */
  readonly at: number;
  /** Hits in the window. */
  readonly hits: number;
  /** Hits per second over the full length of the window. */
  readonly average: number;
}

export const DEFAULT_RULE: AlertRule = { rule: 'traffic', threshold: 10, windowSeconds: 120 };

const SECOND = 1000;

/** What a rule remembers from second to second. */
interface Watch {
  readonly rule: AlertRule;
  readonly window: SlidingWindow;
  isHigh: boolean;
}

/**
 * Raises an alert when a rule begins to hold and another when it ceases to. Each rule is looked at once a second, at a
 * whole second `t` of the clock, over the half-open window `[t − window, t)` and averaged over the full window, also
 * while less than a window has passed. Exactly at the threshold nothing changes.
 *
 * A digest counts in the second in which it arrives.
 */
export function alerts(
  rules: readonly AlertRule[] = [DEFAULT_RULE],
  clock: SchedulerLike = asyncScheduler,
): OperatorFunction<Digest, Alert> {
  const secondOf = (time: number): number => Math.floor(time / SECOND);
  return (digests$) =>
    defer(() => {
      const start = secondOf(clock.now());
      const watches = rules.map((rule): Watch => ({
        rule,
        window: new SlidingWindow(rule.windowSeconds, start),
        isHigh: false,
      }));
      return digests$.pipe(
        timestamp(clock),
        windowTime(SECOND, clock),
        // A digest that arrives at the very millisecond in which a window closes is in it, yet of the next second: so
        // hits are kept by the second of their arrival, and the windows say only when to look.
        mergeMap((arrivals$) =>
          arrivals$.pipe(
            reduce(
              (hits, { timestamp, value }) => addTo(hits, secondOf(timestamp), value.hits),
              new Map<number, number>(),
            ),
          ),
        ),
        scan(
          ({ watches }, hits) => ({
            watches,
            raised: watches.flatMap((watch) => look(watch, hits, secondOf(clock.now()))),
          }),
          { watches, raised: [] as Alert[] },
        ),
        mergeMap(({ raised }) => raised),
      );
    });
}

function addTo(hits: Map<number, number>, second: number, count: number): Map<number, number> {
  return hits.set(second, (hits.get(second) ?? 0) + count);
}

/** Looks at one rule at every whole second up to `t` that it has not seen yet. */
function look(watch: Watch, hits: ReadonlyMap<number, number>, t: number): Alert[] {
  const { rule, window } = watch;
  for (const [second, count] of hits) window.add(second, count);
  const raised: Alert[] = [];
  for (const { end, hits } of window.advanceTo(t)) {
    const alert = alertAt(end, hits, watch.isHigh, rule);
    if (alert === undefined) continue;
    watch.isHigh = alert.state === 'triggered';
    raised.push(alert);
  }
  return raised;
}

/**
 * What the rule has to say at second `t` of a window with so many hits; nothing when it stays as it is.
 *
 * @param isHigh whether the rule held before
 */
export function alertAt(t: number, hits: number, isHigh: boolean, rule: AlertRule): Alert | undefined {
  // A quotient of whole numbers that equals the threshold in decimals is rounded to the same double as the threshold.
  const average = hits / rule.windowSeconds;
  const changes = isHigh ? average < rule.threshold : average > rule.threshold;
  if (!changes) return undefined;
  return { type: 'alert', state: isHigh ? 'recovered' : 'triggered', rule, at: t * SECOND, hits, average };
}
