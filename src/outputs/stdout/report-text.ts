import { reportJson } from '../../view/json.js';
import type { Report } from '../../view/report/report.js';
import { reportTable } from '../../view/report/report-table.js';
import { theme } from '../../text/theme.js';
import type { ReportOptions } from './report-options.js';
import { colorLevel, outputWidth } from '../../stdio/stdout-terminal.js';

/** The printed text of a report. */
export function textOf(report: Report, { json, top, utc, color }: ReportOptions): string {
  if (json) return reportJson(report, { top, utc });
  return reportTable(report, { top, utc, width: outputWidth(), theme: theme(colorLevel(color)) });
}
