import { alertOf, isSameRule, verdictOf } from './rule.js';
import type { Alert, Rule } from './rule.js';
import { SlidingWindow } from './sliding-window.js';
import type { WindowState } from './sliding-window.js';
import { INACTIVE, transition } from './transitions.js';
import type { Status } from './transitions.js';

/** What a rule remembers from second to second: enough to go on after a restart. It does not change. */
export interface WatchState {
  readonly rule: Rule;
  /** It ends at the last second that was judged. */
  readonly window: WindowState;
  /** The alert that is active: the rule fires. */
  readonly triggered: Alert | undefined;
  /** The second from which on it is pending, or has ceased to hold while it fires; undefined when neither. */
  readonly since?: number | undefined;
}

/** How a rule stands at the second that was judged last. */
export interface Level {
  readonly rule: Rule;
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
export function judged({ rule, window: state, ...before }: WatchState, hits: Counts, now: number): Judged {
  const window = SlidingWindow.from(state, rule.windowSeconds);
  addTo(window, hits, now);
  const raised: Alert[] = [];
  let { triggered } = before;
  let status = statusOf(before);
  const judge = (sum: number, t: number): void => {
    const next = transition(status, verdictOf(rule, sum), t, rule);
    status = next.status;
    const alert = alertOf(next, rule, sum);
    if (alert === undefined) return;
    triggered = alert.state === 'triggered' ? alert : undefined;
    raised.push(alert);
  };
  let last = now;
  for (const { end, hits } of window.advanceTo(now)) {
    // Seconds without hits in the window are passed over, but not what a rule waits for in them.
    if (end > last + 1) judge(0, end - 1);
    judge(hits, end);
    last = end;
  }
  if (now > last) judge(0, now);
  const level = { rule, hits: window.hits, average: window.hits / rule.windowSeconds, triggered };
  return { watch: { rule, window: window.state(), triggered, since: sinceOf(status) }, level, raised };
}

const statusOf = ({ triggered, since }: Pick<WatchState, 'triggered' | 'since'>): Status => {
  if (triggered !== undefined) return { phase: 'firing', ceasedSince: since };
  return since === undefined ? INACTIVE : { phase: 'pending', since };
};

function sinceOf(status: Status): number | undefined {
  switch (status.phase) {
    case 'inactive':
      return undefined;
    case 'pending':
      return status.since;
    case 'firing':
      return status.ceasedSince;
  }
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

/** What a rule remembers that counts from a second on. */
export const freshWatch = (rule: Rule, start: number): WatchState => ({
  rule,
  window: { end: start, counts: [] },
  triggered: undefined,
});

/**
 * What each rule remembers when it goes on from what was saved: a rule takes the saved state of its name, the second rule
 * of a name the second one; a rule of which nothing was saved begins at `start`. What the rule asks holds from then on,
 * whatever it asked before.
 *
 * @param start the second from which on hits are counted
 */
export function resumedWatches(rules: readonly Rule[], saved: readonly WatchState[], start: number): WatchState[] {
  const left = [...saved];
  return rules.map((rule) => {
    const at = left.findIndex((other) => isSameRule(other.rule, rule));
    const [own] = at < 0 ? [] : left.splice(at, 1);
    return { ...freshWatch(rule, start), ...own, rule };
  });
}
