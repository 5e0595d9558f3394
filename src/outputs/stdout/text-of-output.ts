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

/** What a report is written with. */
export interface Around {
  /** The alerts that are on; only an interval tells of them. */
  readonly alertsOn?: readonly Alert[];
  /** Of an interval. */
  readonly context?: IntervalContext | undefined;
}

/** A function that makes of a report what is written to standard output. */
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
