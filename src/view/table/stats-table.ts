import type { Alert } from '../../monitor/alerts/alerts.js';
import type { IntervalContext } from '../../monitor/stats/interval-context.js';
import type { Stats } from '../../monitor/stats/stats.js';
import { alertsOnLines, formatSpan, lagLines, methodLine, totalLines, unparsedLines } from './table-header.js';
import { paintLine } from '../../text/line.js';
import { rankingLines } from './rankings.js';
import type { Theme } from '../../text/theme.js';
import { formatDuration } from '../../text/units.js';

export interface StatsTableOptions {
  /** The most rows of each table of keys. */
  readonly top: number;
  /** Columns of the terminal; at least 20. */
  readonly width: number;
  readonly theme: Theme;
  /** Times in UTC instead of the local zone. */
  readonly utc: boolean;
  /** The active alerts at the end of the interval. */
  readonly alertsOn: readonly Alert[];
  /** Whether there is never an earlier interval to compare with; default false. */
  readonly isAlone?: boolean;
  /** The context of the interval, where it is known. */
  readonly context?: IntervalContext | undefined;
}

export const MIN_WIDTH = 20;
/** How far timers may stretch or shorten an interval, as a share of its length. */
const LENGTH_TOLERANCE = 0.1;

/** An interval for people: lines of at most `width` columns of the terminal, the last without a newline. */
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

/** Does not compare an interval that is longer or shorter than the one before, as the first and the last may be. */
function comparable(stats: Stats): Stats {
  const length = stats.to - stats.from;
  const isComparable = Math.abs(length - stats.previousLength) <= length * LENGTH_TOLERANCE;
  return isComparable ? stats : { ...stats, previous: undefined };
}
