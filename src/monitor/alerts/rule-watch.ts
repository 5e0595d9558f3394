import { alertAt } from './rule.js';
import type { Alert, AlertRule } from './rule.js';
import { SlidingWindow } from './sliding-window.js';
import type { WindowState } from './sliding-window.js';

/** What a rule remembers from second to second: enough to go on after a restart. It does not change. */
export interface WatchState {
  readonly rule: AlertRule;
  /** It ends at the last second that was judged. */
  readonly window: WindowState;
  /** The alert that is active. */
  readonly triggered: Alert | undefined;
}

/** How a rule stands at the second that was judged last. */
export interface Level {
  readonly rule: AlertRule;
  /** Hits in the window. */
  readonly hits: number;
  /** Hits per second over the full length of the window. */
  readonly average: number;
  /** The alert that is active. */
  readonly triggered: Alert | undefined;
}

/** Hits by the second in which they count. */
export type Counts = Iterable<readonly [second: number, hits: number]>;

/** A rule after it was judged. */
export interface Judged {
  readonly watch: WatchState;
  readonly level: Level;
  readonly raised: readonly Alert[];
}

/**
 * Judges a rule at every whole second up to `now` that it has not been judged at, with hits that have come meanwhile: those
 * of a pause that have left the window by then count no more, while those of a clock that was set back start the window
 * afresh.
 */
export function judged({ rule, window: state, triggered }: WatchState, hits: Counts, now: number): Judged {
  const window = SlidingWindow.from(state, rule.windowSeconds);
  addTo(window, hits, now);
  const raised: Alert[] = [];
  let active = triggered;
  for (const { end, hits } of window.advanceTo(now)) {
    const alert = alertAt(end, hits, active !== undefined, rule);
    if (alert === undefined) continue;
    active = alert.state === 'triggered' ? alert : undefined;
    raised.push(alert);
  }
  const level = { rule, hits: window.hits, average: window.hits / rule.windowSeconds, triggered: active };
  return { watch: { rule, window: window.state(), triggered: active }, level, raised };
}

/** The state with hits added by the second in which they count; `now` as of `judged`. */
export function withHits(watch: WatchState, hits: Counts, now = -Infinity): WatchState {
  const window = SlidingWindow.from(watch.window, watch.rule.windowSeconds);
  addTo(window, hits, now);
  return { ...watch, window: window.state() };
}

function addTo(window: SlidingWindow, hits: Counts, now: number): void {
  const { start } = window;
  const oldest = now < start ? -Infinity : start;
  for (const [second, count] of hits) if (second >= oldest) window.add(second, count);
}

/** The state held against another threshold. */
export const withThreshold = (watch: WatchState, threshold: number): WatchState =>
  threshold === watch.rule.threshold ? watch : { ...watch, rule: { ...watch.rule, threshold } };

/**
 * What each rule remembers when it goes on from what was saved: a rule takes the saved state of its name, the second rule
 * of a name the second one; a rule of which nothing was saved begins at `start`. The threshold and the length of the rule
 * hold from then on, whatever they were.
 *
 * @param start the second from which on hits are counted
 */
export function resumedWatches(rules: readonly AlertRule[], saved: readonly WatchState[], start: number): WatchState[] {
  const left = [...saved];
  return rules.map((rule) => {
    const at = left.findIndex((other) => nameOf(other.rule) === nameOf(rule));
    const [own] = at < 0 ? [] : left.splice(at, 1);
    return { window: { end: start, counts: [] }, triggered: undefined, ...own, rule };
  });
}

const nameOf = ({ rule }: AlertRule): string => rule;
