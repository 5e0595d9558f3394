import { describe, expect, it } from '@jest/globals';
import { Ledger } from '../../../src/outputs/stdout/ledger.js';
import { joinedIntervals } from '../../../src/outputs/stdout/queued-reports.js';
import type { Reported } from '../../../src/monitor/model/model.js';
import { emptyDigest } from '../../../src/digest/digest.js';
import type { Checkpoint } from '../../../src/monitor/checkpoint/checkpoint.js';
import type { Stats } from '../../../src/monitor/stats/stats.js';
import { hitsOf } from '../../support/digest.js';

/** The interval of a second, with hits. */
const second = (from: number, hits: number): Stats => ({
  type: 'stats',
  from: from * 1000,
  to: (from + 1) * 1000,
  digest: hitsOf(hits),
  previous: hitsOf(100 + from),
  previousLength: 1000,
});
/** A checkpoint at which so many hits have been counted in intervals that have ended, and in the one that has not. */
const checkpoint = (from: number, run: number, open: number): Checkpoint => ({
  at: from * 1000 + 500,
  sources: new Map(),
  interval: { from: from * 1000, digest: hitsOf(open), previous: undefined, previousLength: 0 },
  run: { from: 0, digest: run === 0 ? emptyDigest() : hitsOf(run) },
  watches: [],
});
const reported = (interval: Stats, isPrimed = false): Reported => ({
  kind: 'interval',
  interval,
  context: { total: { from: 0, hits: 0, bytes: 0, unparsed: 0 }, lag: 0, isPrimed },
  alertsOn: [],
});
const alert: Reported = {
  kind: 'alert',
  alert: {
    type: 'alert',
    state: 'triggered',
    rule: { name: 'traffic', measure: 'rate', threshold: 1, windowSeconds: 1 },
    at: 0,
    hits: 2,
    average: 2,
  },
};

/** From when on it says that nothing was shown, how many hits of that it has, and how many were shown. */
const inShort = ({ interval, run }: Checkpoint): readonly [number, number, number] => [
  interval.from / 1000,
  interval.digest.hits,
  run.digest.hits,
];
const [a, b, c] = [second(0, 1), second(1, 2), second(2, 4)];

describe('Ledger', () => {
  it('gives the latest checkpoint as it is while all is written', () => {
    const ledger = new Ledger(checkpoint(0, 0, 0));
    const latest = checkpoint(1, 1, 8);
    ledger.note(latest);
    ledger.settle([]);
    expect(ledger.checkpoint()).toBe(latest);
  });

  it('has what is not written in the interval that another run goes on with, compared with what was before it', () => {
    const ledger = new Ledger(checkpoint(0, 0, 0));
    ledger.note(checkpoint(2, 3, 8));
    ledger.settle([reported(a), reported(b)]);
    expect(inShort(ledger.checkpoint())).toEqual([0, 11, 0]);
    expect(ledger.checkpoint().interval).toMatchObject({ previous: a.previous, previousLength: 1000 });
    expect(ledger.checkpoint().interval.digest.timeline.rows()).toEqual([]);
  });

  it('takes one after the other for written', () => {
    const ledger = new Ledger(checkpoint(0, 0, 0));
    ledger.note(checkpoint(3, 7, 8));
    ledger.settle([reported(a), reported(b), reported(c)]);
    expect(inShort(ledger.checkpoint(a))).toEqual([1, 14, 1]);
    // It was not, after all.
    expect(inShort(ledger.checkpoint())).toEqual([0, 15, 0]);
    for (const [written, expected] of [
      [a, [1, 14, 1]],
      [b, [2, 12, 3]],
      [c, [3, 8, 7]],
    ] as const) {
      ledger.acknowledge(written);
      expect(inShort(ledger.checkpoint())).toEqual(expected);
    }
  });

  it('goes on from there with what comes later', () => {
    const ledger = new Ledger(checkpoint(0, 0, 0));
    ledger.note(checkpoint(1, 1, 8));
    ledger.settle([reported(a)]);
    ledger.note(checkpoint(2, 3, 16));
    ledger.settle([reported(a), reported(b)]);
    ledger.acknowledge(a);
    ledger.settle([reported(b)]);
    expect(inShort(ledger.checkpoint())).toEqual([1, 18, 1]);
  });

  it('stays as before an alert that waits, and goes on when that is written', () => {
    const ledger = new Ledger(checkpoint(0, 0, 0));
    ledger.note(checkpoint(1, 1, 8));
    ledger.settle([reported(a)]);
    expect(ledger.isHeld).toBe(false);
    ledger.note(checkpoint(1, 1, 16));
    ledger.settle([reported(a), alert]);
    expect(ledger.isHeld).toBe(true);
    expect(inShort(ledger.checkpoint())).toEqual([0, 9, 0]);
    // Those that were joined behind the alert.
    ledger.note(checkpoint(3, 7, 32));
    ledger.settle([reported(a), alert, reported(joinedIntervals(b, c))]);
    expect(inShort(ledger.checkpoint())).toEqual([0, 9, 0]);
    ledger.acknowledge(a);
    ledger.settle([alert, reported(joinedIntervals(b, c))]);
    expect(inShort(ledger.checkpoint())).toEqual([1, 8, 1]);
    const both = joinedIntervals(b, c);
    ledger.settle([reported(both)]);
    expect(ledger.isHeld).toBe(false);
    expect(inShort(ledger.checkpoint())).toEqual([1, 38, 1]);
    expect(inShort(ledger.checkpoint(both))).toEqual([3, 32, 7]);
  });

  it('has nothing of what the logs held before the start', () => {
    const ledger = new Ledger(checkpoint(0, 0, 0));
    ledger.settle([reported(a, true)]);
    expect(inShort(ledger.checkpoint())).toEqual([0, 0, 0]);
  });
});
