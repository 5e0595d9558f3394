import type { Alert } from '../monitor/alerts.js';
import type { Stats } from '../monitor/stats.js';
import { alertMessage } from './alert.js';
import { summarize } from './summary.js';
import type { Summary } from './summary.js';
import { formatTime } from './time.js';

export interface AlertJsonOptions {
  /** Times in UTC instead of the local zone. */
  readonly utc: boolean;
}

export interface StatsJsonOptions extends AlertJsonOptions {
  /** Rows of each table of keys, at most. */
  readonly top: number;
}

/** The JSON object of an interval, or of a whole report. */
export interface StatsObject extends Summary {
  readonly type: 'stats' | 'report';
  /** ISO 8601. */
  readonly from: string;
  readonly to: string;
}

export interface AlertObject {
  readonly type: 'alert';
  readonly state: 'triggered' | 'recovered';
  readonly rule: 'traffic';
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

export function statsObject(stats: Stats, { top, utc }: StatsJsonOptions): StatsObject {
  const { type, from, to } = stats;
  return { type, from: formatTime(from, utc), to: formatTime(to, utc), ...summarize(stats, top) };
}

export function alertObject(alert: Alert, { utc }: AlertJsonOptions): AlertObject {
  const { type, state, rule, at, hits, average } = alert;
  return {
    type,
    state,
    rule: rule.rule,
    at: formatTime(at, utc),
    hits,
    average,
    threshold: rule.threshold,
    window: rule.windowSeconds,
    message: alertMessage(alert, utc),
  };
}
