import type { Digest } from '../digest/digest.js';
import { DIMENSION_NAMES } from '../digest/dimensions.js';
import type { DimensionName } from '../digest/dimensions.js';
import type { Spread } from '../digest/histogram.js';
import { tableOf } from '../digest/table-of.js';
import type { Alert } from '../monitor/alerts/alerts.js';
import type { IntervalContext } from '../monitor/stats/interval-context.js';
import type { Stats } from '../monitor/stats/stats.js';
import { alertMessage } from './alert.js';
import { endOf } from './report/report.js';
import type { Report } from './report/report.js';
import { hitsByKey, summarize, topRows } from './summary.js';
import type { Summary } from './summary.js';
import { formatTime } from '../text/time.js';

export interface AlertJsonOptions {
  /** Times in UTC instead of the local zone. */
  readonly utc: boolean;
}

export interface StatsJsonOptions extends AlertJsonOptions {
  /** The most rows of each table of keys. */
  readonly top: number;
  /** The context of an interval; left out where it is unknown. */
  readonly context?: IntervalContext | undefined;
}

/** The JSON object of an interval. */
export interface StatsObject extends Summary {
  readonly type: 'stats';
  /** ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** Unread bytes of the logs. */
  readonly lag?: number;
  /** Counts since the first start; `from` in ISO 8601. */
  readonly total?: Readonly<Record<'hits' | 'bytes' | 'unparsed', number>> & { readonly from: string };
  /** Whether it shows lines from before the start, which no total includes. */
  readonly primed?: true;
}

export interface AlertObject {
  readonly type: 'alert';
  readonly state: 'triggered' | 'recovered';
  readonly rule: string;
  /** ISO 8601. */
  readonly at: string;
  readonly hits: number;
  /** Hits per second. */
  readonly average: number;
  readonly threshold: number;
  /** Seconds. */
  readonly window: number;
  readonly message: string;
}

/** One line of JSON, without its newline. */
export function statsJson(stats: Stats, options: StatsJsonOptions): string {
  return JSON.stringify(statsObject(stats, options));
}

/** One line of JSON, without its newline. */
export function alertJson(alert: Alert, options: AlertJsonOptions): string {
  return JSON.stringify(alertObject(alert, options));
}

/** One line of JSON, without its newline: all tables of a report, and its alerts. */
export function reportJson(report: Report, { top, utc }: StatsJsonOptions): string {
  const { from, to, digest, alerts, files, isPartial } = report;
  const summary = summarize(
    { type: 'stats', from, to: endOf(report), digest, previous: undefined, previousLength: 0 },
    top,
  );
  return JSON.stringify({
    type: 'report',
    from: formatTime(from, utc),
    to: formatTime(to, utc),
    ...summary,
    ...Object.fromEntries(
      DIMENSION_NAMES.filter((name) => !(name in summary)).map((name) => [name, rowsOf(name, digest, top)]),
    ),
    sizes: quantiles(digest.sizes),
    ...(digest.latencies.count > 0 && { latencies: quantiles(digest.latencies) }),
    files,
    partial: isPartial,
    alerts: alerts.map((alert) => alertObject(alert, { utc })),
  });
}

/** A table that only reports have; of protocols, the hits alone, as of methods and statuses. */
function rowsOf(name: DimensionName, digest: Digest, top: number): unknown {
  const table = tableOf(digest, name);
  return name === 'protocols' ? hitsByKey(table.rows()) : topRows(table, top);
}

/** Quantiles, within 0.8 %; latencies in microseconds, sizes in bytes. */
function quantiles(spread: Spread): Record<string, number> {
  const at = (q: number): number => spread.quantile(q) ?? 0;
  return { p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99), max: spread.max };
}

export function statsObject(stats: Stats, { top, utc, context }: StatsJsonOptions): StatsObject {
  const { type, from, to } = stats;
  return {
    type,
    from: formatTime(from, utc),
    to: formatTime(to, utc),
    ...summarize(stats, top),
    ...(context && contextObject(context, utc)),
  };
}

function contextObject(
  { lag, total: { from, hits, bytes, unparsed }, isPrimed }: IntervalContext,
  utc: boolean,
): Pick<StatsObject, 'lag' | 'total' | 'primed'> {
  const total = { from: formatTime(from, utc), hits, bytes, unparsed };
  return { lag, total, ...(isPrimed && { primed: true }) };
}

export function alertObject(alert: Alert, { utc }: AlertJsonOptions): AlertObject {
  const { type, state, rule, at, hits, average } = alert;
  return {
    type,
    state,
    rule: rule.name,
    at: formatTime(at, utc),
    hits,
    average,
    threshold: rule.threshold,
    window: rule.windowSeconds,
    message: alertMessage(alert, utc),
  };
}
