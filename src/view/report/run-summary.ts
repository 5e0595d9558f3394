import type { Alert } from '../../monitor/alerts/alerts.js';
import type { Stats } from '../../monitor/stats/stats.js';
import { alertMessage } from '../alert.js';
import { paintLine } from '../../text/line.js';
import { statsTable } from '../table/stats-table.js';
import type { Theme } from '../../text/theme.js';
import { formatCount } from '../../text/units.js';

export interface RunSummaryOptions {
  /** The most rows of each table of keys. */
  readonly top: number;
  /** Columns of the terminal. */
  readonly width: number;
  readonly theme: Theme;
  /** Times in UTC instead of the local zone. */
  readonly utc: boolean;
}

/** All that a run has counted, and all its alerts in order: the text that remains after a full screen. */
export function runSummary(
  run: Stats,
  alerts: readonly Alert[],
  earlier: number,
  { top, width, theme, utc }: RunSummaryOptions,
): string {
  const table = statsTable(run, { top, width, theme, utc, alertsOn: [], isAlone: true });
  const lines = alerts.map((alert) =>
    (alert.state === 'triggered' ? theme.alert : theme.recovered)(alertMessage(alert, utc)),
  );
  const before = earlier > 0 ? [theme.dim(`… ${formatCount(earlier)} times of high traffic before these`)] : [];
  const title = paintLine([{ text: alerts.length === 0 ? 'No alerts' : 'Alerts', paint: theme.heading }], width);
  return [table, '', title, ...before, ...lines].join('\n');
}
