import { describe, expect, it } from '@jest/globals';
import type { Decoded } from '../../../src/monitor/decode/decode.js';
import { modelFrom, reportedPrimed } from '../../../src/monitor/model/model.js';
import type { Model } from '../../../src/monitor/model/model.js';
import { update } from '../../../src/monitor/model/update.js';
import type { RunEvent } from '../../../src/monitor/model/update.js';
import type { Interval } from '../../../src/monitor/stats/stats.js';
import { batchOf, evaluatedOf, secondTo } from '../../support/batches.js';
import { checkpointOf } from '../../support/checkpoint.js';
import { hitsOf } from '../../support/digest.js';
import { recovered, RULE, ruleOf, triggered } from '../../support/rules.js';

const intervalTo = (to: number, hits: number): Interval => ({
  type: 'stats',
  from: to - 1000,
  to,
  digest: hitsOf(hits),
  previous: undefined,
  previousLength: 0,
  through: 0,
  lag: 7,
});

const BEGUN = modelFrom(checkpointOf({ run: { from: -5000, digest: hitsOf(100) } }), { isKept: false });

/** What each event has to report. */
function reportsOf(events: readonly RunEvent[], begun: Model = BEGUN) {
  let model = begun;
  return events.map((event) => (model = update(model, event)).reports);
}

describe('update', () => {
  it('reports an interval with what has been counted up to its end, and what is left to read', () => {
    const [, first, , second] = reportsOf([evaluatedOf(1), intervalTo(1000, 3), evaluatedOf(2), intervalTo(2000, 4)]);
    expect([first, second]).toMatchObject([
      [{ kind: 'interval', context: { total: { from: -5000, hits: 103 }, lag: 7, isPrimed: false }, alertsOn: [] }],
      [{ kind: 'interval', context: { total: { from: -5000, hits: 107 } } }],
    ]);
  });

  it('reports an interval when the rules have been judged up to its end, behind the alerts of that time', () => {
    const reports = reportsOf([
      intervalTo(2003, 3),
      evaluatedOf(1),
      evaluatedOf(2, { raised: [triggered(2, 7)] }),
      evaluatedOf(3),
    ]);
    expect(reports.map((all) => all.map(({ kind }) => kind))).toEqual([[], [], ['alert', 'interval'], []]);
    expect(reports[2]?.[1]).toMatchObject({ alertsOn: [triggered(2, 7)] });
  });

  it.each([
    ['before', [intervalTo(3002, 3), evaluatedOf(3, { second: secondTo(3, { isUnfinished: true }) })]],
    ['after', [evaluatedOf(3, { second: secondTo(3, { isUnfinished: true }) }), intervalTo(3002, 3)]],
  ] as const)(
    'reports the last interval though it ends in a later second, if it comes %s the last second',
    (_, events) => {
      expect(reportsOf(events).flat()).toHaveLength(1);
    },
  );

  it('knows the active alerts, from before too, by the rules that hold now', () => {
    const watch = { rule: ruleOf(5, 3), window: { end: 0, counts: [] }, triggered: triggered(0, 9) };
    const begun = modelFrom(checkpointOf({ watches: [watch] }), { isKept: false });
    const [first, , last] = reportsOf(
      [intervalTo(500, 0), evaluatedOf(1, { raised: [recovered(1, 3)] }), intervalTo(1500, 0)],
      begun,
    );
    expect([first, last]).toMatchObject([
      [{ alertsOn: [{ ...triggered(0, 9), rule: ruleOf(5, 3) }] }],
      [{ alertsOn: [] }],
    ]);
    expect(RULE).not.toEqual(ruleOf(5, 3));
  });

  it('takes the same model on for events that change nothing of it', () => {
    const events: Decoded[] = [
      { kind: 'notice', source: 'a.log', text: 'is gone' },
      { kind: 'caught up', source: 'a.log' },
      batchOf(),
    ];
    for (const event of events) expect(update(BEGUN, event)).toBe(BEGUN);
  });

  it('gives what is to be saved once', () => {
    const kept = modelFrom(checkpointOf());
    const due = update(update(kept, batchOf({ digest: hitsOf(1) })), evaluatedOf(1));
    expect(due.accounts?.isDue).toBe(true);
    expect(update(due, { kind: 'notice', source: 'a.log', text: 'is gone' }).accounts?.isDue).toBe(false);
  });
});

describe('reportedPrimed', () => {
  it('shows what the logs held before the start, which is in no total', () => {
    const primed = intervalTo(0, 50);
    expect(reportedPrimed(BEGUN, primed)).toMatchObject({
      interval: primed,
      context: { total: { hits: 100 }, isPrimed: true },
    });
  });
});
