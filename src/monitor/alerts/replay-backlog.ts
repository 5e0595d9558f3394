import type { Timeline } from '../../digest/timeline.js';
import { withHits } from './rule-watch.js';
import type { WatchState } from './rule-watch.js';

/**
 * The watches with the hits of lines that were written while nobody watched, each in the second that its line states: the
 * first look then goes through the seconds up to now as if they had been watched. With watches that have no hits yet and
 * end now, it fills their windows from the last lines of a log; no second before now is looked at.
 *
 * A hit of a second later than now counts now. One that has left every window to come is passed over, so that no more
 * seconds are kept than lie between the window's start and now, nor more than the timeline has. Lines that state no time
 * are in no timeline.
 */
export function withBacklog(watches: readonly WatchState[], timeline: Timeline, nowSecond: number): WatchState[] {
  const rows = timeline.rows();
  return watches.map((watch) => {
    const { rule, window } = watch;
    const start = window.end - rule.windowSeconds;
    // A clock that was set back by more than the window starts it afresh.
    const oldest = nowSecond < start ? nowSecond - rule.windowSeconds : start;
    const kept = rows.filter(({ second }) => second >= oldest);
    return withHits(
      watch,
      kept.map(({ second, hits }) => [Math.min(second, nowSecond), hits] as const),
    );
  });
}
