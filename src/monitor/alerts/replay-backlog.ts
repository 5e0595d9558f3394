import type { Timeline } from '../../digest/timeline.js';
import { withHits } from './rule-watch.js';
import type { WatchState } from './rule-watch.js';

/**
 * Adds to the watches the hits of lines written while nobody watched, each in the second that its line states: the
 * first look then goes through the seconds up to now as if they had been watched. With watches that have no hits yet
 * and end now, it fills their windows from the last lines of a log; no second before now is judged.
 *
 * A hit of a second later than now counts now. One that is older than any window to come is skipped, so that no more
 * seconds are kept than lie between the window's start and now, nor more than the timeline has. Lines without a time
 * are in no timeline.
 */
export function withBacklog(watches: readonly WatchState[], timeline: Timeline, nowSecond: number): WatchState[] {
  const rows = timeline.rows();
  return watches.map((watch) => {
    const { rule, window } = watch;
    const start = window.end - rule.windowSeconds;
    // A clock set back by more than the window restarts it.
    const oldest = nowSecond < start ? nowSecond - rule.windowSeconds : start;
    const kept = rows.filter(({ second }) => second >= oldest);
    return withHits(
      watch,
      kept.map(({ second, hits }) => [Math.min(second, nowSecond), hits] as const),
    );
  });
}
