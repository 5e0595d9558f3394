import { DIMENSION_NAMES, dimensionOf } from '../../digest/dimensions.js';
import type { DimensionName } from '../../digest/dimensions.js';
import { tableOf } from '../../digest/table-of.js';
import type { Stats } from '../../monitor/stats/stats.js';
import { alertMessage } from '../alert.js';
import { chartLines } from './chart.js';
import { formatSpan, methodLine, totalLines, unparsedLines } from '../table/table-header.js';
import { paintLine } from '../../text/line.js';
import { drawRanking } from '../table/ranking.js';
import { rankingLines } from '../table/rankings.js';
import { endOf } from './report.js';
import type { Report } from './report.js';
import { spreadLines } from './spreads.js';
import { MIN_WIDTH } from '../table/stats-table.js';
import type { Theme } from '../../text/theme.js';
import { formatCount, formatDuration } from '../../text/units.js';

export interface ReportTableOptions {
  /** The most rows of each table of keys. */
  readonly top: number;
  /** Columns of the terminal; at least 20. */
  readonly width: number;
  readonly theme: Theme;
  /** Times in UTC instead of the local zone. */
  readonly utc: boolean;
}

/** A report for people: lines of at most `width` columns, except for the message of an alert. */
export function reportTable(report: Report, options: ReportTableOptions): string {
  const { top, theme, utc } = options;
  const width = Math.max(MIN_WIDTH, Math.floor(options.width));
  const { digest, alerts, files, isPartial } = report;
  const stats: Stats = {
    type: 'stats',
    from: report.from,
    to: endOf(report),
    digest,
    previous: undefined,
    previousLength: 0,
  };
  const about = `${formatCount(files)} ${files === 1 ? 'file' : 'files'}${isPartial ? ', partial: not all was read' : ''}`;
  if (digest.hits === 0) {
    const lines = [
      paintLine([{ text: `no hits in ${about}`, paint: theme.heading }], width),
      ...unparsedLines(stats, width, theme),
    ];
    return lines.join('\n');
  }
  const head = [
    { text: formatSpan(stats, utc), paint: theme.heading },
    { text: `  ${formatDuration(stats.to - stats.from)}  ${about}`, paint: theme.dim },
  ];
  const messages = alerts.map((alert) => {
    const paint = alert.state === 'triggered' ? theme.alert : theme.recovered;
    return paint(alertMessage(alert, utc));
  });
  const lines = [
    paintLine(head, width),
    ...totalLines(stats, width, theme),
    methodLine(stats, width, theme),
    ...spreadLines(digest, width, theme),
    ...unparsedLines(stats, width, theme),
    '',
    theme.heading('Hits over time'),
    ...chartLines(digest.timeline, width),
    '',
    ...rankingLines(stats, top, width, theme, true),
    ...moreTables(stats, top, width, theme),
    '',
    theme.heading(alerts.length === 0 ? 'No alerts' : 'Alerts'),
    ...messages,
  ];
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** Shown above, in their own way. */
const ABOVE: readonly DimensionName[] = ['methods', 'statuses', 'sections', 'paths', 'hosts'];
const FIRST: readonly DimensionName[] = ['referrers', 'agents', 'users', 'protocols'];
const MORE = [...FIRST, ...DIMENSION_NAMES.filter((name) => !ABOVE.includes(name) && !FIRST.includes(name))];

function moreTables({ digest }: Stats, top: number, width: number, theme: Theme): string[] {
  return MORE.map((name) => ({ ...dimensionOf(name), table: tableOf(digest, name) }))
    .filter(({ table }) => table.size > 0)
    .flatMap(({ title, fullTitle = title, table }) => {
      const ranking = {
        title: fullTitle,
        table,
        previous: undefined,
        hitsInAll: digest.hits,
        keyWidth: 20,
        cutAt: 'end' as const,
      };
      return ['', ...drawRanking(ranking, { top, width, gap: 2, isBrief: false, isAlone: true, theme }).lines];
    });
}
