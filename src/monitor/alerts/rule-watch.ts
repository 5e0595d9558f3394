import { alertOf, isSameRule, verdictOf } from './rule.js';
import type { Alert, Rule } from './rule.js';
import { SlidingWindow } from './sliding-window.js';
import type { WindowState } from './sliding-window.js';
import { INACTIVE, transition } from './transitions.js';
import type { Status } from './transitions.js';

/** The state of a rule from second to second: enough to resume after a restart. It does not change. */
export interface WatchState {
  readonly rule: Rule;
  /** Its end is the second that was judged last. */
  readonly window: WindowState;
  /** The active alert: the rule fires. */
  readonly triggered: Alert | undefined;
  /** The second since which it is pending, or has stopped holding while it fires; undefined when neither. */
  readonly since?: number | undefined;
}

/** The level of a rule at the second that was judged last. */
export interface Level {
  readonly rule: Rule;
  /** Hits in the window. */
  readonly hits: number;
  /** Hits per second over the full length of the window. */
  readonly average: number;
  /** The active alert. */
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
 * Judges a rule at every whole second up to `now` not judged yet, with new hits. Hits of a pause that have left the
 * window by then no longer count; hits after a clock was set back restart the window.
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
    // Skips seconds without hits in the window, but not the end of a delay in them.
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

/** The state with hits added to the seconds in which they count; `now` as in `judged`. */
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

/** The state with another threshold. */
export const withThreshold = (watch: WatchState, threshold: number): WatchState =>
  threshold === watch.rule.threshold ? watch : { ...watch, rule: { ...watch.rule, threshold } };

/** The state of a rule that counts from a second on. */
export const freshWatch = (rule: Rule, start: number): WatchState => ({
  rule,
  window: { end: start, counts: [] },
  triggered: undefined,
});

/**
 * The states in which the rules resume: a rule takes the saved state of its name, the second rule of a name the second
 * one; a rule without a saved state begins at `start`. The current settings of the rule apply from then on, whatever
 * they were before.
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
