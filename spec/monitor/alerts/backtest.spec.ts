import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SecondRow } from '../../../src/digest/timeline.js';
import { alertAt } from '../../../src/monitor/alerts/alerts.js';
import type { Alert, AlertRule } from '../../../src/monitor/alerts/alerts.js';
import { logAlerts } from '../../../src/monitor/alerts/backtest.js';
import { ruleOf } from '../../support/rules.js';

const rowsOf = (hits: Readonly<Record<number, number>>): SecondRow[] =>
  Object.entries(hits).map(([second, count]) => ({ second: Number(second), hits: count, bytes: 0, errors: 0 }));
const brief = (alerts: readonly Alert[]) => alerts.map(({ state, at, hits }) => `${state} ${at / 1000} ${hits}`);

/** Looks at every second, and sums the window anew at each. */
function bruteForce(rows: readonly SecondRow[], rule: AlertRule): Alert[] {
  const [first, last] = [rows[0]?.second ?? 0, rows.at(-1)?.second ?? -1];
  const alerts: Alert[] = [];
  for (let t = first + 1; t <= last + 1; t++) {
    const inside = rows.filter(({ second }) => second >= t - rule.windowSeconds && second < t);
    const hits = inside.reduce((sum, row) => sum + row.hits, 0);
    const alert = alertAt(t, hits, alerts.at(-1)?.state === 'triggered', rule);
    if (alert !== undefined) alerts.push(alert);
  }
  return alerts;
}

describe('logAlerts', () => {
  it('raises none for a log without hits', () => {
    expect(logAlerts([], ruleOf(1, 2))).toEqual([]);
  });

  it('triggers at the second behind the hits, and recovers when they have left the window', () => {
    const rows = rowsOf({ 100: 7, 200: 1 });
    expect(brief(logAlerts(rows, ruleOf(3, 2)))).toEqual(['triggered 101 7', 'recovered 103 0']);
  });

  it('looks for the last time one second behind the last hit: what is on stays on', () => {
    expect(brief(logAlerts(rowsOf({ 100: 7 }), ruleOf(3, 2)))).toEqual(['triggered 101 7']);
    expect(brief(logAlerts(rowsOf({ 100: 7, 101: 1 }), ruleOf(3, 2)))).toEqual(['triggered 101 7']);
    expect(brief(logAlerts(rowsOf({ 100: 7, 102: 1 }), ruleOf(3, 2)))).toEqual(['triggered 101 7', 'recovered 103 1']);
  });

  it('changes nothing exactly at the threshold', () => {
    expect(logAlerts(rowsOf({ 100: 6, 110: 1 }), ruleOf(3, 2))).toEqual([]);
    expect(brief(logAlerts(rowsOf({ 100: 7, 102: 6, 104: 1 }), ruleOf(3, 2)))).toEqual([
      'triggered 101 7',
      'recovered 105 1',
    ]);
  });

  it('reads seconds before 1970 and gaps of thousands of years', () => {
    const rows = [
      ...rowsOf({}),
      { second: -62_000_000_000, hits: 9, bytes: 0, errors: 0 },
      ...rowsOf({ 250_000_000_000: 9 }),
    ];
    expect(brief(logAlerts(rows, ruleOf(1, 2)))).toEqual([
      'triggered -61999999999 9',
      'recovered -61999999997 0',
      'triggered 250000000001 9',
    ]);
  });

  it('finds what looking at every second finds', () => {
    const seconds = fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 6 })), { maxLength: 25 });
    const rules = fc.record({
      threshold: fc.constantFrom(0.5, 1, 1.5, 2, 3),
      windowSeconds: fc.integer({ min: 1, max: 6 }),
    });
    fc.assert(
      fc.property(seconds, rules, (hits, { threshold, windowSeconds }) => {
        const rows = rowsOf(Object.fromEntries(hits));
        const rule = ruleOf(threshold, windowSeconds);
        expect(logAlerts(rows, rule)).toEqual(bruteForce(rows, rule));
      }),
      { numRuns: 1000 },
    );
  });
});
