import type { Alert } from '../../monitor/alerts/alerts.js';
import type { IntervalContext } from '../../monitor/stats/interval-context.js';
import type { Stats } from '../../monitor/stats/stats.js';
import { alertLine } from '../../view/alert.js';
import { alertJson, statsJson } from '../../view/json.js';
import { statsTable } from '../../view/table/stats-table.js';
import { theme } from '../../text/theme.js';
import type { MonitorOptions } from '../../live/options.js';
import { colorLevel, outputWidth } from '../../stdio/stdout-terminal.js';

/** What the monitor prints. */
export type Report = Stats | Alert;

/** The context in which a report is printed. */
export interface Around {
  /** The active alerts; only intervals mention them. */
  readonly alertsOn?: readonly Alert[];
  /** Of an interval. */
  readonly context?: IntervalContext | undefined;
}

/** A function that turns a report into text for standard output. */
export function reportPrinter({ json, top, utc, color }: MonitorOptions): (report: Report, around: Around) => string {
  if (json) {
    return (report, { context }) =>
      `${report.type === 'stats' ? statsJson(report, { top, utc, context }) : alertJson(report, { utc })}\n`;
  }
  const painted = theme(colorLevel(color));
  return (report, { alertsOn = [], context }) => {
    const options = { theme: painted, utc, width: outputWidth() };
    if (report.type === 'alert') return `${alertLine(report, options)}\n`;
    return `${statsTable(report, { ...options, top, alertsOn, context })}\n\n`;
  };
}
