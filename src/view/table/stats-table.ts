import type { Alert } from '../../monitor/alerts/alerts.js';
import type { IntervalContext } from '../../monitor/stats/interval-context.js';
import type { Stats } from '../../monitor/stats/stats.js';
import { alertsOnLines, formatSpan, lagLines, methodLine, totalLines, unparsedLines } from './table-header.js';
import { paintLine } from '../../text/line.js';
import { rankingLines } from './rankings.js';
import type { Theme } from '../../text/theme.js';
import { formatDuration } from '../../text/units.js';

export interface StatsTableOptions {
  /** Rows of each table of keys, at most. */
  readonly top: number;
  /** Columns of the terminal; 20 if fewer are told. */
  readonly width: number;
  readonly theme: Theme;
  /** Times in UTC instead of the local zone. */
  readonly utc: boolean;
  /** The alerts that are on at the end of the interval. */
  readonly alertsOn: readonly Alert[];
  /** Whether there is no interval before it to be compared with, ever; there may be unless told. */
  readonly isAlone?: boolean;
  /** What stands around the interval, where it is known. */
  readonly context?: IntervalContext | undefined;
}

export const MIN_WIDTH = 20;
/** The share of its length by which timers may make an interval differ from others. */
const LENGTH_TOLERANCE = 0.1;

/** An interval for a person to read: lines of at most `width` columns of the terminal, the last without a newline. */
export function statsTable(given: Stats, options: StatsTableOptions): string {
  const stats = comparable(given);
  const { top, theme, utc, alertsOn, isAlone, context } = options;
  const width = Math.max(MIN_WIDTH, Math.floor(options.width));
  const { digest } = stats;
  const isQuiet = digest.hits === 0;
  const length = formatDuration(stats.to - stats.from);
  const about = aboutOf(isQuiet, length, context);
  const lines = [
    ...alertsOnLines(alertsOn, stats, utc, width, theme),
    paintLine(
      [
        { text: formatSpan(stats, utc), paint: theme.heading },
        { text: `  ${about}`, paint: theme.dim },
      ],
      width,
    ),
    ...lagLines(context, width, theme),
    ...(isQuiet ? [] : [...totalLines(stats, width, theme), methodLine(stats, width, theme)]),
    ...unparsedLines(stats, width, theme),
    ...(isQuiet ? [] : ['', ...rankingLines(stats, top, width, theme, isAlone)]),
  ];
  return lines.map((line) => line.trimEnd()).join('\n');
}

function aboutOf(isQuiet: boolean, length: string, context: IntervalContext | undefined): string {
  if (isQuiet) return `no hits in ${length}`;
  return context?.isPrimed === true ? `${length} before the start, read from the logs` : length;
}

/** An interval that took longer or shorter than the one before, as the first and the last may, is not compared with it. */
function comparable(stats: Stats): Stats {
  const length = stats.to - stats.from;
  const isComparable = Math.abs(length - stats.previousLength) <= length * LENGTH_TOLERANCE;
  return isComparable ? stats : { ...stats, previous: undefined };
}
