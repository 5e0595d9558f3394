import { alertAt } from './rule.js';
import type { Alert, AlertRule } from './rule.js';
import { SlidingWindow } from './sliding-window.js';
import type { WindowState } from './sliding-window.js';

/** What a rule remembers from second to second: enough to go on after a restart. */
export interface WatchState {
  readonly rule: AlertRule;
  /** It ends at the last second that was looked at. */
  readonly window: WindowState;
  /** The alert that is on. */
  readonly triggered: Alert | undefined;
}

/** How a rule stands at the second that was looked at last. */
export interface Level {
  readonly rule: AlertRule;
  /** Hits in the window. */
  readonly hits: number;
  /** Hits per second over the full length of the window. */
  readonly average: number;
  /** The alert that is on. */
  readonly triggered: Alert | undefined;
}

/** Looks at one rule, second by second. */
export class Watch {
  private rule: AlertRule;
  private readonly window: SlidingWindow;
  private triggered: Alert | undefined;

  constructor({ rule, window, triggered }: WatchState) {
    this.rule = rule;
    this.window = SlidingWindow.from(window, rule.windowSeconds);
    this.triggered = triggered;
  }

  /** Holds the traffic against another threshold from the next look on. */
  setThreshold(threshold: number): void {
    if (threshold !== this.rule.threshold) this.rule = { ...this.rule, threshold };
  }

  /**
   * Adds hits by the second in which they count.
   *
   * @param now the second that it is: hits of a pause that have left the window by then are passed over, while those of a
   * clock that was set back start the window afresh
   */
  add(hits: Iterable<readonly [second: number, hits: number]>, now = -Infinity): void {
    const { start } = this.window;
    const oldest = now < start ? -Infinity : start;
    for (const [second, count] of hits) if (second >= oldest) this.window.add(second, count);
  }

  /** Looks at every whole second up to `t` that it has not seen yet. */
  look(t: number): Alert[] {
    const raised: Alert[] = [];
    for (const { end, hits } of this.window.advanceTo(t)) {
      const alert = alertAt(end, hits, this.triggered !== undefined, this.rule);
      if (alert === undefined) continue;
      this.triggered = alert.state === 'triggered' ? alert : undefined;
      raised.push(alert);
    }
    return raised;
  }

  level(): Level {
    const { rule, window, triggered } = this;
    return { rule, hits: window.hits, average: window.hits / rule.windowSeconds, triggered };
  }

  state(): WatchState {
    return { rule: this.rule, window: this.window.state(), triggered: this.triggered };
  }
}

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

/** The state with hits added by the second in which they count; `now` as of `Watch.add`. */
export function withHits(
  state: WatchState,
  hits: Iterable<readonly [second: number, hits: number]>,
  now?: number,
): WatchState {
  const watch = new Watch(state);
  watch.add(hits, now);
  return watch.state();
}
