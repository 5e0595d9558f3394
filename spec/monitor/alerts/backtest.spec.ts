import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SecondRow } from '../../../src/digest/timeline.js';
import type { Alert, Rule } from '../../../src/monitor/alerts/alerts.js';
import { logAlerts } from '../../../src/monitor/alerts/backtest.js';
import { freshWatch, judged } from '../../../src/monitor/alerts/rule-watch.js';
import { ruleOf } from '../../support/rules.js';

const rowsOf = (hits: Readonly<Record<number, number>>): SecondRow[] =>
  Object.entries(hits).map(([second, count]) => ({ second: Number(second), hits: count, bytes: 0, errors: 0 }));
const brief = (alerts: readonly Alert[]) => alerts.map(({ state, at, hits }) => `${state} ${at / 1000} ${hits}`);

/** Looks at every second, sums the window anew at each, and looks back over all seconds that a clock asks for. */
function bruteForce(rows: readonly SecondRow[], rule: Rule): Alert[] {
  const { threshold, windowSeconds, forSeconds = 0, keepSeconds = 0 } = rule;
  const [first, last] = [rows[0]?.second ?? 0, rows.at(-1)?.second ?? -1];
  const hitsAt = (t: number): number =>
    rows.filter(({ second }) => second >= t - windowSeconds && second < t).reduce((sum, row) => sum + row.hits, 0);
  const allOf = (from: number, to: number, is: (average: number) => boolean): boolean =>
    from > first && Array.from({ length: to - from + 1 }, (_, i) => hitsAt(from + i) / windowSeconds).every(is);
  const alerts: Alert[] = [];
  let isOn = false;
  let changedAt = first;
  for (let t = first + 1; t <= last + 1; t++) {
    const from = t - (isOn ? keepSeconds : forSeconds);
    if (from < changedAt) continue;
    if (!allOf(from, t, (average) => (isOn ? average < threshold : average > threshold))) continue;
    isOn = !isOn;
    changedAt = t;
    const hits = hitsAt(t);
    alerts.push({
      type: 'alert',
      state: isOn ? 'triggered' : 'recovered',
      rule,
      at: t * 1000,
      hits,
      average: hits / windowSeconds,
    });
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
      forSeconds: fc.constantFrom(0, 0, 1, 3),
      keepSeconds: fc.constantFrom(0, 0, 1, 4),
    });
    fc.assert(
      fc.property(seconds, rules, (hits, asked) => {
        const rows = rowsOf(Object.fromEntries(hits));
        const rule: Rule = { ...ruleOf(1, 1), ...asked };
        expect(logAlerts(rows, rule)).toEqual(bruteForce(rows, rule));
      }),
      { numRuns: 1000 },
    );
  });

  it('finds what the rule raises live, second by second', () => {
    const seconds = fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 6 })), { minLength: 1, maxLength: 25 });
    const delays = fc.record({ forSeconds: fc.nat(3), keepSeconds: fc.nat(3) });
    fc.assert(
      fc.property(seconds, delays, (hits, asked) => {
        const rows = rowsOf(Object.fromEntries(hits));
        const rule: Rule = { ...ruleOf(1, 3), ...asked };
        const last = (rows.at(-1)?.second ?? 0) + 1;
        let watch = freshWatch(rule, rows[0]?.second ?? 0);
        const live: Alert[] = [];
        for (let now = watch.window.end + 1; now <= last; now++) {
          const own = rows
            .filter(({ second }) => second === now - 1)
            .map(({ second, hits }) => [second, hits] as const);
          const { raised, watch: next } = judged(watch, own, now);
          live.push(...raised);
          watch = next;
        }
        expect(logAlerts(rows, rule)).toEqual(live);
      }),
    );
  });
});
