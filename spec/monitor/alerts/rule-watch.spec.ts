import { describe, expect, it } from '@jest/globals';
import { resumedWatches, Watch, withHits } from '../../../src/monitor/alerts/rule-watch.js';
import type { WatchState } from '../../../src/monitor/alerts/rule-watch.js';
import { recovered, RULE, ruleOf, triggered } from '../../support/rules.js';

const fresh: WatchState = { rule: RULE, window: { end: 100, counts: [] }, triggered: undefined };
const high: WatchState = {
  rule: RULE,
  window: { end: 100, counts: [[99, 7]] },
  triggered: triggered(100, 7),
};

describe('Watch', () => {
  it('looks at each second that it has not seen yet', () => {
    const watch = new Watch(fresh);
    watch.add([[101, 7]]);
    expect(watch.look(101)).toEqual([]);
    expect(watch.look(106)).toEqual([triggered(102, 7), recovered(105, 0)]);
    expect(watch.look(106)).toEqual([]);
  });

  it('remembers the alert that is on, and forgets it when it has recovered', () => {
    const watch = new Watch(fresh);
    watch.add([[100, 7]]);
    const [alert] = watch.look(101);
    expect(alert?.state).toBe('triggered');
    expect(watch.state()).toEqual({ rule: RULE, window: { end: 101, counts: [[100, 7]] }, triggered: alert });
    watch.look(104);
    expect(watch.state()).toEqual({ rule: RULE, window: { end: 104, counts: [] }, triggered: undefined });
  });

  it('goes on from a state without raising again what is on', () => {
    const watch = new Watch(high);
    expect(watch.state()).toEqual(high);
    expect(watch.look(102)).toEqual([]);
    expect(watch.look(103)).toEqual([recovered(103, 0)]);
  });

  it('tells how its rule stands at the second that was looked at last', () => {
    const watch = new Watch(high);
    expect(watch.level()).toEqual({ rule: RULE, hits: 7, average: 7 / 3, triggered: triggered(100, 7) });
    watch.add([[101, 3]]);
    expect(watch.level().hits).toBe(7);
    watch.look(102);
    expect(watch.level()).toEqual({ rule: RULE, hits: 10, average: 10 / 3, triggered: triggered(100, 7) });
    watch.look(103);
    expect(watch.level()).toEqual({ rule: RULE, hits: 3, average: 1, triggered: undefined });
  });

  it('recovers at the next look when the threshold is raised above the average', () => {
    const watch = new Watch(high);
    watch.setThreshold(3);
    expect(watch.level().triggered).toEqual(triggered(100, 7));
    expect(watch.look(100)).toEqual([]);
    expect(watch.look(101)).toEqual([recovered(101, 7, ruleOf(3, 3))]);
    expect(watch.level()).toEqual({ rule: ruleOf(3, 3), hits: 7, average: 7 / 3, triggered: undefined });
  });

  it('is triggered at the next look when the threshold is lowered below the average', () => {
    const watch = new Watch(fresh);
    watch.add([[100, 5]]);
    expect(watch.look(101)).toEqual([]);
    watch.setThreshold(1);
    expect(watch.look(102)).toEqual([triggered(102, 5, ruleOf(1, 3))]);
    expect(watch.state().rule).toEqual(ruleOf(1, 3));
  });

  it('leaves the rule that it was given as it is', () => {
    const watch = new Watch(fresh);
    watch.setThreshold(RULE.threshold);
    expect(watch.state().rule).toBe(RULE);
    watch.setThreshold(5);
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
