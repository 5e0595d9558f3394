import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Timeline } from '../../../src/digest/timeline.js';
import type { Rule } from '../../../src/monitor/alerts/rule.js';
import { withBacklog } from '../../../src/monitor/alerts/replay-backlog.js';
import { judged } from '../../../src/monitor/alerts/rule-watch.js';
import type { WatchState } from '../../../src/monitor/alerts/rule-watch.js';

type Seconds = readonly (readonly [second: number, hits: number])[];

/** High above 6 hits in 3 seconds. */
const RULE: Rule = { name: 'traffic', measure: 'rate', threshold: 2, windowSeconds: 3 };

const watchOf = (end: number, counts: Seconds = [], rule = RULE): WatchState => ({
  rule,
  window: { end, counts },
  triggered: undefined,
});

function timelineOf(seconds: Seconds): Timeline {
  const timeline = new Timeline();
  for (const [second, hits] of seconds) timeline.count(second, hits, 0, 0);
  return timeline;
}

/** What one window counts with a backlog. */
function countsOf(watch: WatchState, backlog: Seconds, now: number): Seconds | undefined {
  return withBacklog([watch], timelineOf(backlog), now)[0]?.window.counts;
}

describe('withBacklog', () => {
  it('adds hits in the second that their lines state, up to now', () => {
    const backlog: Seconds = [
      [105, 4],
      [98, 1],
      [103, 2],
    ];
    expect(countsOf(watchOf(100, [[98, 10]]), backlog, 105)).toEqual([
      [98, 11],
      [103, 2],
      [105, 4],
    ]);
  });

  it('leaves the window where it ends, so that the seconds since then are looked at', () => {
    const [watch = watchOf(0)] = withBacklog([watchOf(100)], timelineOf([[103, 7]]), 110);
    expect(watch.window.end).toBe(100);
    const raised = judged(watch, [], 110).raised.map(({ state, at }) => [state, at / 1000]);
    expect(raised).toEqual([
      ['triggered', 104],
      ['recovered', 107],
    ]);
  });

  it('counts hits of later seconds now', () => {
    const backlog: Seconds = [
      [106, 1],
      [105, 2],
      [9999, 4],
    ];
    expect(countsOf(watchOf(100), backlog, 105)).toEqual([[105, 7]]);
  });

  it('passes over hits that have left every window to come', () => {
    const backlog: Seconds = [
      [-5, 64],
      [96, 1],
      [97, 2],
      [98, 4],
    ];
    expect(countsOf(watchOf(100), backlog, 105)).toEqual([
      [97, 2],
      [98, 4],
    ]);
  });

  it('keeps what is further back than one window, as the seconds since the end are still to be looked at', () => {
    expect(countsOf(watchOf(100), [[104, 1]], 1_000_000)).toEqual([[104, 1]]);
  });

  it('fills a fresh window from the last lines of a log, without looking back', () => {
    const backlog: Seconds = [
      [96, 64],
      [97, 5],
      [99, 4],
      [100, 2],
    ];
    const [watch = watchOf(0)] = withBacklog([watchOf(100)], timelineOf(backlog), 100);
    expect(judged(watch, [], 100).raised).toEqual([]);
    const first = judged(watch, [], 101);
    expect(first.raised).toEqual([]);
    expect(first.watch.window.counts).toEqual([
      [99, 4],
      [100, 2],
    ]);
    const second = judged(first.watch, [[101, 1]], 102);
    expect(second.raised).toEqual([expect.objectContaining({ state: 'triggered', at: 102_000, hits: 7 })]);
  });

  it('gives each watch the part that its own window wants', () => {
    const long: Rule = { ...RULE, windowSeconds: 10 };
    const watches = withBacklog(
      [watchOf(100), watchOf(100, [], long)],
      timelineOf([
        [89, 1],
        [90, 2],
        [99, 4],
      ]),
      100,
    );
    expect(watches.map(({ window }) => window.counts)).toEqual([
      [[99, 4]],
      [
        [90, 2],
        [99, 4],
      ],
    ]);
  });

  it('keeps what the window holds when the clock was set back by less than its length', () => {
    const backlog: Seconds = [
      [96, 1],
      [97, 2],
      [99, 4],
    ];
    expect(countsOf(watchOf(100, [[98, 8]]), backlog, 98)).toEqual([
      [97, 2],
      [98, 12],
    ]);
  });

  it('begins afresh when the clock was set back by more than the length', () => {
    const [watch] = withBacklog(
      [watchOf(100, [[99, 8]])],
      timelineOf([
        [41, 1],
        [47, 2],
        [49, 4],
        [60, 8],
      ]),
      50,
    );
    expect(watch?.window).toEqual({
      end: 47,
      counts: [
        [47, 2],
        [49, 4],
        [50, 8],
      ],
    });
  });

  it('changes neither what was saved nor the timeline, and keeps the alert that is on', () => {
    const triggered = { type: 'alert', state: 'triggered', rule: RULE, at: 99_000, hits: 7, average: 7 / 3 } as const;
    const saved = { ...watchOf(100, [[98, 7]]), triggered };
    const timeline = timelineOf([[99, 1]]);
    expect(withBacklog([saved], timeline, 101)[0]?.triggered).toBe(triggered);
    expect(saved.window.counts).toEqual([[98, 7]]);
    expect(timeline.rows()).toEqual([{ second: 99, hits: 1, bytes: 0, errors: 0 }]);
  });

  it('takes an outage of a week', () => {
    const week = 604_800;
    const backlog = Array.from({ length: week / 2 }, (_, i) => [2 * i, 7] as const);
    const [watch = watchOf(0)] = withBacklog([watchOf(0)], timelineOf(backlog), week);
    expect(watch.window.counts).toHaveLength(backlog.length);
    const raised = judged(watch, [], week + 10).raised.map(({ state, at }) => [state, at / 1000]);
    expect(raised).toEqual([
      ['triggered', 1],
      ['recovered', week + 2],
    ]);
  });

  it('raises what watching the lines as they were written would have raised', () => {
    const anySeconds = fc.array(fc.tuple(fc.nat(40), fc.constantFrom(1, 2, 5, 10)), { maxLength: 20 });
    const anyRule = fc.record({
      name: fc.constant('traffic'),
      measure: fc.constant('rate' as const),
      threshold: fc.constantFrom(0.5, 1, 2, 5),
      windowSeconds: fc.constantFrom(1, 2, 3, 10),
    });
    fc.assert(
      fc.property(anySeconds, anyRule, fc.nat(20), fc.nat(20), (seconds, rule, saveAfter, outage) => {
        const all = judged(watchOf(0, [], rule), seconds, 60).raised;

        const early = seconds.filter(([second]) => second < saveAfter);
        const before = judged(watchOf(0, [], rule), early, saveAfter);
        const now = saveAfter + outage;
        const missed = seconds.filter(([second]) => second >= saveAfter && second <= now);
        const [resumed = watchOf(0)] = withBacklog([before.watch], timelineOf(missed), now);
        const late = seconds.filter(([second]) => second > now);
        expect([...before.raised, ...judged(resumed, late, 60).raised]).toEqual(all);
      }),
    );
  });
});
