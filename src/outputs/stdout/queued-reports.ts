import { merge } from '../../digest/digest.js';
import type { Digest } from '../../digest/digest.js';
import type { Reported } from '../../monitor/model/model.js';
import type { Stats } from '../../monitor/stats/stats.js';

/** The most intervals that wait for a reader, with their keys: these need the memory. */
export const MAX_INTERVALS = 60;
export const MAX_KEYS = 100_000;

/** A rule that flaps every second raises as many in about three hours. */
export const MAX_ALERTS = 10_000;

/**
 * Appends a report to the waiting ones. When there are too many intervals, the last two become a longer one, which
 * stands where the later one does: after the alerts raised during it. Alerts all stay.
 *
 * @throws an error when too many alerts wait
 */
export function joined(waiting: readonly Reported[], report: Reported): readonly Reported[] {
  if (report.kind === 'alert') {
    const alerts = waiting.filter(({ kind }) => kind === 'alert').length;
    if (alerts < MAX_ALERTS) return [...waiting, report];
    throw new Error(
      `nobody has read standard output while ${MAX_ALERTS} alerts were raised; read it, or run without it`,
    );
  }
  // Lines from before the start are in no total, so their interval stays by itself.
  const intervals = waiting.filter((other) => other.kind === 'interval').filter(({ context }) => !context.isPrimed);
  const last = intervals.at(-1);
  const keys = intervals.reduce((sum, { interval }) => sum + keysOf(interval.digest), keysOf(report.interval.digest));
  if (last === undefined || (intervals.length < MAX_INTERVALS && keys <= MAX_KEYS)) return [...waiting, report];
  return [
    ...waiting.filter((other) => other !== last),
    { ...report, interval: joinedIntervals(last.interval, report.interval) },
  ];
}

/** Joins two consecutive intervals. */
export function joinedIntervals(earlier: Stats, later: Stats): Stats {
  const { from, previous, previousLength } = earlier;
  return { ...later, from, digest: merge(earlier.digest, later.digest), previous, previousLength };
}

const keysOf = (digest: Digest): number => Object.values(digest.tables).reduce((sum, { size }) => sum + size, 0);
