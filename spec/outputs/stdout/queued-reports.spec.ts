import { describe, expect, it } from '@jest/globals';
import { joined, MAX_ALERTS, MAX_INTERVALS, MAX_KEYS } from '../../../src/outputs/stdout/queued-reports.js';
import type { Reported, ReportedInterval } from '../../../src/monitor/model/model.js';
import { emptyDigest } from '../../../src/digest/digest.js';
import type { Digest } from '../../../src/digest/digest.js';
import { hitsOf } from '../../support/digest.js';

const RULE = { name: 'traffic', measure: 'rate', threshold: 2, windowSeconds: 3 } as const;

/** The interval of a second that ends then, with as many hits as its number. */
const interval = (second: number, digest: Digest = hitsOf(second), isPrimed = false): ReportedInterval => ({
  kind: 'interval',
  interval: {
    type: 'stats',
    from: (second - 1) * 1000,
    to: second * 1000,
    digest,
    previous: hitsOf(second - 1),
    previousLength: 1000,
  },
  context: { total: { from: 0, hits: (second * (second + 1)) / 2, bytes: 0, unparsed: 0 }, lag: 0, isPrimed },
  alertsOn: [],
});
const alert = (second: number): Reported => ({
  kind: 'alert',
  alert: { type: 'alert', state: 'triggered', rule: RULE, at: second * 1000, hits: 9, average: 3 },
});

/** A report in short: when an alert was, or the seconds and the hits of an interval. */
const inShort = (report: Reported): string =>
  report.kind === 'alert'
    ? `!${report.alert.at / 1000}`
    : `${report.interval.from / 1000}-${report.interval.to / 1000}: ${report.interval.digest.hits}`;
const allOf = (reports: readonly Reported[]): readonly Reported[] => reports.reduce<readonly Reported[]>(joined, []);
const seconds = (count: number): ReportedInterval[] => Array.from({ length: count }, (_, i) => interval(i + 1));

describe('joined', () => {
  it('keeps intervals as they are, within the bound', () => {
    const reports = seconds(MAX_INTERVALS);
    expect(allOf(reports)).toEqual(reports);
  });

  it('makes the last two a longer one beyond it, which loses nothing', () => {
    const waiting = allOf(seconds(MAX_INTERVALS + 10));
    expect(waiting).toHaveLength(MAX_INTERVALS);
    const sum = Array.from({ length: 11 }, (_, i) => MAX_INTERVALS + i).reduce((a, b) => a + b);
    expect(waiting.slice(-2).map(inShort)).toEqual(['58-59: 59', `59-70: ${sum}`]);
    const last = waiting.at(-1);
    // What it is compared with is before all of it; what stands around it is of its end.
    expect(last).toMatchObject({
      interval: { previous: { hits: 59 }, previousLength: 1000 },
      context: { total: { hits: (70 * 71) / 2 } },
    });
  });

  it('bounds the keys that wait, however few the intervals', () => {
    const keysOf = (from: number): Digest => {
      const digest = emptyDigest();
      for (let i = 0; i < MAX_KEYS / 10; i++) {
        digest.hits++;
        for (const table of ['paths', 'hosts', 'agents', 'referrers'] as const)
          digest.tables[table].count(`${from}/${i}`, 1, 0, 0);
      }
      return digest;
    };
    const waiting = allOf([1, 2, 3, 4].map((second) => interval(second, keysOf(second))));
    expect(waiting.map(inShort)).toEqual(['0-1: 10000', '1-4: 30000']);
  });

  it('keeps each alert, and none behind an interval that ended later', () => {
    const before = seconds(MAX_INTERVALS);
    const waiting = allOf([...before, alert(60), interval(61), alert(61), alert(62), interval(62), alert(63)]);
    expect(waiting.slice(-6).map(inShort)).toEqual(['58-59: 59', '!60', '!61', '!62', '59-62: 183', '!63']);
  });

  it('leaves what the logs held before the start by itself', () => {
    const primed = interval(0, hitsOf(7), true);
    const waiting = allOf([primed, ...seconds(MAX_INTERVALS + 1)]);
    expect(waiting).toHaveLength(MAX_INTERVALS + 1);
    expect(waiting[0]).toBe(primed);
  });

  it('ends it rather than drop an alert', () => {
    const full = Array.from({ length: MAX_ALERTS }, (_, i) => alert(i));
    expect(joined(full.slice(1), alert(1))).toHaveLength(MAX_ALERTS);
    expect(() => joined(full, alert(1))).toThrow(/nobody has read standard output while 10000 alerts were raised/);
  });
});
