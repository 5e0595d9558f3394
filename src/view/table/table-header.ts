import type { Alert } from '../../monitor/alerts/alerts.js';
import type { IntervalContext } from '../../monitor/stats/interval-context.js';
import type { Stats } from '../../monitor/stats/stats.js';
import { bar } from '../../text/full-bar.js';
import { beside } from '../../text/block.js';
import { cut } from '../../text/cell.js';
import { change, formatChange } from '../../text/change.js';
import { fitColumns, gridWidth } from '../../text/columns.js';
import { escapeKey, escapeText } from '../../text/escape.js';
import { listItems, paintLine } from '../../text/line.js';
import { statusClasses, statusColumns } from './statuses.js';
import type { StatusWidths } from './statuses.js';
import type { Theme } from '../../text/theme.js';
import { drawTable } from '../../text/table.js';
import { formatClock, formatTime } from '../../text/time.js';
import { LABEL_WIDTH, totalColumns, totals, VALUE_WIDTH } from './totals.js';
import { formatBytes, formatCount, formatDuration } from '../../text/units.js';

const DAY_MS = 86_400_000;
const GAP = 2;
const BLOCK_GAP = 3;
/** Columns of the terminal that the statuses need beside the totals, with a code or two. */
const STATUS_WIDTH = 40;
const BESIDE: StatusWidths = { label: 3, hits: 6 };
/** Below the totals, labels and numbers stand below theirs. */
const BELOW: StatusWidths = { label: LABEL_WIDTH, hits: VALUE_WIDTH };
/** In bytes: at 200,000 lines a second, this much comes in some 20 ms. */
const SHOWN_LAG = 1024 * 1024;
/** For a method: a scanner may send anything as one. */
const MAX_METHOD_WIDTH = 20;

/** The span of an interval: times of day, or full times where it takes a day and more. */
export function formatSpan({ from, to }: Stats, utc: boolean): string {
  const format = to - from < DAY_MS ? formatClock : formatTime;
  return `${format(from, utc)} – ${format(to, utc)}`;
}

/** A line in alert colours for each active alert. */
export function alertsOnLines(
  alertsOn: readonly Alert[],
  { to }: Stats,
  utc: boolean,
  width: number,
  theme: Theme,
): string[] {
  return alertsOn.map(({ at, rule }) => {
    const since = to - at < DAY_MS ? formatClock(at, utc) : formatTime(at, utc);
    const rate = `above ${rule.threshold} hits/s over ${formatDuration(rule.windowSeconds * 1000)}`;
    return bar(cut(`HIGH TRAFFIC since ${since}, ${rate}`, width), width, theme.alert, theme);
  });
}

/** The totals, with the statuses beside them where there is room. */
export function totalLines(stats: Stats, width: number, theme: Theme): string[] {
  const rows = totals(stats, theme);
  const columns = fitColumns(totalColumns(theme), rows, width, GAP);
  const left = { width: gridWidth(columns, GAP), lines: drawTable(columns, rows, GAP) };
  const room = width - left.width - BLOCK_GAP;
  if (room < STATUS_WIDTH) return [...left.lines, ...statusLines(stats, width, BELOW, theme)];
  return beside([left, { width: room, lines: statusLines(stats, room, BESIDE, theme) }], BLOCK_GAP);
}

export function methodLine({ digest }: Stats, width: number, { dim }: Theme): string {
  const items = digest.tables.methods
    .rows()
    .map(({ key, hits }) => `${cut(escapeKey(key), MAX_METHOD_WIDTH)} ${formatCount(hits)}`);
  const label = 'Methods'.padEnd(LABEL_WIDTH + GAP);
  return paintLine([{ text: label, paint: dim }, { text: listItems(items, width - label.length) }], width);
}

/** The bytes of the logs not read yet; nothing where a moment brings as much. */
export function lagLines(context: IntervalContext | undefined, width: number, { warning }: Theme): string[] {
  if (context === undefined || context.lag < SHOWN_LAG) return [];
  const columns = [
    'Lag'.padEnd(LABEL_WIDTH),
    formatBytes(context.lag).padStart(VALUE_WIDTH),
    'not read yet: these hits are older than the times say',
  ];
  const text = columns.join(' '.repeat(GAP));
  return [paintLine([{ text, paint: warning }], width)];
}

/** The number of lines that did not fit the layout, with one of them; nothing when all did. */
export function unparsedLines({ digest, previous }: Stats, width: number, { warning }: Theme): string[] {
  if (digest.unparsed === 0) return [];
  const { sample } = digest;
  const columns = [
    'Unparsed'.padEnd(LABEL_WIDTH),
    formatCount(digest.unparsed).padStart(VALUE_WIDTH),
    formatChange(change(digest.unparsed, previous?.unparsed)),
    sample ? `${escapeText(sample.source)}: ${escapeKey(sample.line)}` : '',
  ];
  const text = columns.filter((column) => column !== '').join(' '.repeat(GAP));
  return [paintLine([{ text, paint: warning }], width)];
}

function statusLines({ digest, previous }: Stats, width: number, widths: StatusWidths, theme: Theme): string[] {
  const rows = statusClasses(digest, previous);
  return drawTable(fitColumns(statusColumns(theme, widths), rows, width, GAP), rows, GAP);
}
