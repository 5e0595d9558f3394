import { describe, expect, it } from '@jest/globals';
import { judged, resumedWatches, withHits, withThreshold } from '../../../src/monitor/alerts/rule-watch.js';
import type { WatchState } from '../../../src/monitor/alerts/rule-watch.js';
import { recovered, RULE, ruleOf, triggered } from '../../support/rules.js';

const fresh: WatchState = { rule: RULE, window: { end: 100, counts: [] }, triggered: undefined };
const high: WatchState = {
  rule: RULE,
  window: { end: 100, counts: [[99, 7]] },
  triggered: triggered(100, 7),
};

/** What is raised by a second, with hits that have come meanwhile, and what the rule remembers then. */
function after(watch: WatchState, now: number, ...hits: readonly (readonly [number, number])[]) {
  const { raised, watch: next } = judged(watch, hits, now);
  return { raised, next };
}

describe('judged', () => {
  it('judges a rule at each second at which it was not judged yet', () => {
    const first = after(fresh, 101, [101, 7]);
    expect(first.raised).toEqual([]);
    const second = after(first.next, 106);
    expect(second.raised).toEqual([triggered(102, 7), recovered(105, 0)]);
    expect(after(second.next, 106).raised).toEqual([]);
  });

  it('remembers the alert that is active, and forgets it when it has recovered', () => {
    const { raised, next } = after(fresh, 101, [100, 7]);
    expect(raised).toEqual([triggered(101, 7)]);
    expect(next).toEqual({ rule: RULE, window: { end: 101, counts: [[100, 7]] }, triggered: raised[0] });
    expect(after(next, 104).next).toEqual({ rule: RULE, window: { end: 104, counts: [] }, triggered: undefined });
  });

  it('goes on from a state without raising again what is active', () => {
    const { raised, next } = after(high, 102);
    expect(raised).toEqual([]);
    expect(after(next, 103).raised).toEqual([recovered(103, 0)]);
  });

  it('says how its rule stands at the second that was judged last', () => {
    const first = judged(high, [[101, 3]], 100);
    expect(first.level).toEqual({ rule: RULE, hits: 7, average: 7 / 3, triggered: triggered(100, 7) });
    const second = judged(first.watch, [], 102);
    expect(second.level).toEqual({ rule: RULE, hits: 10, average: 10 / 3, triggered: triggered(100, 7) });
    const third = judged(second.watch, [], 103);
    expect(third.level).toEqual({ rule: RULE, hits: 3, average: 1, triggered: undefined });
  });

  it.each([
    ['before more comes', [[500, 9]] as const],
    ['when nothing more comes', []],
  ])('lets a rule recover that waits for it, in seconds that are passed over, %s', (_, later) => {
    const kept: WatchState = { ...high, rule: { ...RULE, keepSeconds: 10 } };
    const { raised } = after(kept, 510, ...later);
    expect(raised[0]).toMatchObject({ state: 'recovered', at: 113_000, hits: 0 });
    expect(raised).toHaveLength(later.length === 0 ? 1 : 2);
  });

  it('remembers since when it is pending, or has ceased', () => {
    const slow: WatchState = { ...fresh, rule: { ...RULE, forSeconds: 2, keepSeconds: 2 } };
    const pending = after(slow, 102, [101, 7]);
    expect([pending.raised, pending.next.since]).toEqual([[], 102]);
    const firing = after(pending.next, 104);
    expect(firing.raised).toMatchObject([{ state: 'triggered', at: 104_000 }]);
    expect(firing.next.since).toBeUndefined();
    expect(after(firing.next, 105).next.since).toBe(105);
  });

  it('changes nothing of the state that it is given', () => {
    const before = JSON.stringify(high);
    judged(
      high,
      [
        [99, 5],
        [101, 3],
      ],
      105,
    );
    expect(JSON.stringify(high)).toBe(before);
  });
});

describe('withThreshold', () => {
  it('recovers with the next second when the threshold is raised above the average', () => {
    const raised = withThreshold(high, 3);
    expect(after(raised, 100).raised).toEqual([]);
    expect(judged(raised, [], 101)).toMatchObject({
      raised: [recovered(101, 7, ruleOf(3, 3))],
      level: { rule: ruleOf(3, 3), hits: 7, average: 7 / 3, triggered: undefined },
    });
  });

  it('is triggered with the next second when the threshold is lowered below the average', () => {
    const { raised, next } = after(fresh, 101, [100, 5]);
    expect(raised).toEqual([]);
    const lowered = after(withThreshold(next, 1), 102);
    expect(lowered.raised).toEqual([triggered(102, 5, ruleOf(1, 3))]);
    expect(lowered.next.rule).toEqual(ruleOf(1, 3));
  });

  it('leaves the state that it was given as it is', () => {
    expect(withThreshold(fresh, RULE.threshold)).toBe(fresh);
    withThreshold(fresh, 5);
    expect(fresh.rule).toEqual(ruleOf(2, 3));
  });
});

describe('resumedWatches', () => {
  it('begins where nothing was saved', () => {
    expect(resumedWatches([RULE], [], 100)).toEqual([fresh]);
  });

  it('takes what was saved of a rule, with the threshold and the length that the rule has now', () => {
    const rule = ruleOf(5, 60);
    expect(resumedWatches([rule], [high], 200)).toEqual([{ ...high, rule }]);
  });

  it('gives rules of one name what was saved of them in their order', () => {
    const [first, second, third] = [ruleOf(1, 1), ruleOf(2, 2), ruleOf(3, 3)];
    expect(resumedWatches([first, second, third], [fresh, high], 200)).toEqual([
      { ...fresh, rule: first },
      { ...high, rule: second },
      { rule: third, window: { end: 200, counts: [] }, triggered: undefined },
    ]);
  });

  it('leaves out what no rule wants', () => {
    expect(resumedWatches([], [high], 200)).toEqual([]);
  });
});

describe('withHits', () => {
  it('adds hits of seconds before and after the end of the window', () => {
    const hits = [
      [98, 1],
      [99, 2],
      [101, 3],
    ] as const;
    expect(withHits(high, hits)).toEqual({
      ...high,
      window: {
        end: 100,
        counts: [
          [98, 1],
          [99, 9],
          [101, 3],
        ],
      },
    });
    expect(high.window.counts).toEqual([[99, 7]]);
  });
});
