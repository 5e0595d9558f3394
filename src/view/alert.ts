import type { Alert } from '../monitor/alerts/alerts.js';
import { bar } from '../text/full-bar.js';
import type { Theme } from '../text/theme.js';
import { formatTime } from '../text/time.js';

export interface AlertLineOptions {
  readonly theme: Theme;
  /** Times in UTC instead of the local zone. */
  readonly utc: boolean;
  /** Columns of the terminal. A longer message is not cut: it must be found whole. */
  readonly width: number;
}

/** The message of an alert, word for word as scripts look for it. */
export function alertMessage({ state, hits, at }: Alert, utc: boolean): string {
  const time = formatTime(at, utc);
  return state === 'triggered'
    ? `High traffic generated an alert - hits = ${hits}, triggered at ${time}`
    : `High traffic alert recovered - hits = ${hits}, recovered at ${time}`;
}

/** The message as a bar of its colour across the terminal; without colours, the message alone. */
export function alertLine(alert: Alert, { theme, utc, width }: AlertLineOptions): string {
  const paint = alert.state === 'triggered' ? theme.alert : theme.recovered;
  return bar(alertMessage(alert, utc), width, paint, theme);
}
