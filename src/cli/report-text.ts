import { reportJson } from '../view/json.js';
import type { Report } from '../view/report.js';
import { reportTable } from '../view/report-table.js';
import { theme } from '../view/theme.js';
import type { ReportOptions } from './command.js';
import { colorLevel, outputWidth } from './terminal.js';

/** What is printed of a report. */
export function textOf(report: Report, { json, top, utc, color }: ReportOptions): string {
  if (json) return reportJson(report, { top, utc });
  return reportTable(report, { top, utc, width: outputWidth(), theme: theme(colorLevel(color)) });
}
