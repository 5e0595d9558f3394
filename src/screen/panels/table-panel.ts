import type { KeyRow, KeyTable, RowOrder } from '../../digest/key-table.js';
import { tableOf } from '../../digest/table-of.js';
import type { SpanBefore } from '../../monitor/live/previous-span.js';
import { cut } from '../../text/cell.js';
import type { CutAt } from '../../text/cell.js';
import { change, formatChange } from '../../text/change.js';
import { fitColumns } from '../../text/columns.js';
import type { ElasticColumn } from '../../text/columns.js';
import { escapeKey } from '../../text/escape.js';
import { drawGrid, drawHeadings } from '../../text/grid.js';
import type { Cell } from '../../text/grid.js';
import { paintOfChange } from '../../text/theme.js';
import type { Paint } from '../../text/theme.js';
import { formatBytes, formatCount, formatShare } from '../../text/units.js';
import { levelBar } from '../draw/level-bar.js';
import type { Look } from '../draw/display.js';
import { focusOf } from '../model/model.js';
import type { Model } from '../model/model.js';
import type { TablePanel } from '../model/panels.js';
import type { Shown } from '../layout/shown-panels.js';
import { orderOf, rowsOf } from '../model/table-rows.js';
import type { ScreenTheme } from '../draw/screen-theme.js';
import { titleLine } from './panel-title.js';

const GAP = 1;
/** Paths and agents differ in their ends as well as in their beginnings. */
const CUT_AT: Readonly<Partial<Record<TablePanel, CutAt>>> = { paths: 'middle', agents: 'middle', referrers: 'middle' };
/** Columns of the terminal up to which keys are worth more than the other columns. */
const KEY_WIDTHS: Readonly<Partial<Record<TablePanel, number>>> = {
  sections: 14,
  paths: 24,
  hosts: 15,
  statuses: 12,
  agents: 32,
  referrers: 28,
};
const KEY_WIDTH = 20;

/** A table of keys with bars; its title line holds the headings of the columns. */
export function tablePanel(panel: TablePanel, place: Shown, model: Model, { theme }: Look): string[] {
  const { width, height } = place;
  const {
    stats: { digest },
    before,
  } = model.picture.live;
  const table = tableOf(digest, panel);
  const order = orderOf(model, panel);
  const first = Math.min(model.scrolls[panel] ?? 0, Math.max(0, table.size - (height - 1)));
  const seen = rowsOf(table, order, Math.max(1, first + height - 1));
  const rows = seen.slice(first, first + height - 1);
  const of: Amounts = {
    panel,
    order,
    hits: digest.hits,
    most: seen[0]?.[order] ?? 0,
    barWidth: barWidth(width),
    before,
    theme,
  };
  const lines = rows.map((row): Line => ({ ...row, of }));
  const columns = fitColumns(columnsOf(of, keyWidth(panel, width, model.controls.isOpen)), lines, width, GAP);
  const [key, ...others] = columns;
  const title = titleLine(
    {
      panel,
      panels: place.panels,
      isFocused: focusOf(model) === panel,
      about: aboutOf(table, first, rows),
      // The rows above are mentioned wherever there is room for it.
      brief: first > 0 ? seenOf(first, rows) : undefined,
    },
    others.length === 0 ? width : (key?.width ?? width),
    theme,
  );
  return [`${title}${' '.repeat(GAP)}${drawHeadings(others, theme.dim, GAP)}`, ...drawGrid(columns, lines, GAP)];
}

/** The data for the cells of a row. */
interface Line extends KeyRow {
  readonly of: Amounts;
}

/** The data common to all rows of a table. */
interface Amounts {
  readonly panel: TablePanel;
  readonly order: RowOrder;
  /** Of all keys together. */
  readonly hits: number;
  /** Of the first row, in the order of the table. */
  readonly most: number;
  readonly barWidth: number;
  readonly before: SpanBefore | undefined;
  readonly theme: ScreenTheme;
}

/** The number of rows, the visible ones, and whether their counts are certain. */
function aboutOf(table: KeyTable, first: number, rows: readonly KeyRow[]): string {
  const seen = first > 0 ? `${seenOf(first, rows)}/` : '';
  const low = table.maxLost > 0 ? `, low by ≤${formatCount(table.maxLost)}` : '';
  return `${seen}${formatCount(table.size)}${low}`;
}

const seenOf = (first: number, rows: readonly KeyRow[]): string =>
  `${formatCount(first + 1)}–${formatCount(first + rows.length)}`;

function columnsOf({ panel, order, barWidth }: Amounts, keyWidth: number): ElasticColumn<Line>[] {
  const heading = (name: string, of: RowOrder): string => (order === of ? `▼${name}` : name);
  const cutAt = CUT_AT[panel];
  return [
    {
      align: 'left',
      width: keyWidth,
      rank: 0,
      isFlexible: true,
      ...(cutAt !== undefined && { cutAt }),
      cell: keyCell,
    },
    { heading: heading('hits', 'hits'), align: 'right', width: 6, rank: 1, cell: hitsCell },
    { heading: '%', align: 'right', width: 4, rank: 4, cell: shareCell },
    { align: 'left', width: barWidth, rank: 3, cell: barCell },
    { heading: 'change', align: 'right', width: 8, rank: 5, cell: changeCell },
    { heading: heading('bytes', 'bytes'), align: 'right', width: 7, rank: order === 'bytes' ? 2 : 6, cell: bytesCell },
    { heading: heading('5xx', 'errors'), align: 'right', width: 4, rank: 2, cell: errorsCell },
  ];
}

// Functions of the module: compiled code of closures made for each frame is lost again and again, see grid.ts.
const keyCell = ({ key, of: { panel, theme } }: Line, room: number): Cell => ({
  text: cut(escapeKey(key), room, CUT_AT[panel]),
  paint: paintOfKey(panel, key, theme),
});
const hitsCell = ({ hits }: Line): Cell => ({ text: formatCount(hits) });
const shareCell = ({ hits, of }: Line): Cell => ({ text: formatShare(hits, of.hits), paint: of.theme.dim });
const barCell = (line: Line): Cell => {
  const { order, most, barWidth, theme } = line.of;
  return { text: levelBar(line[order], most, barWidth), paint: theme.bar };
};
const changeCell = ({ key, hits, of: { before, panel, theme } }: Line): Cell => {
  const difference = change(hits, before?.hitsOf(panel, key));
  return { text: formatChange(difference), paint: paintOfChange(difference, theme) };
};
const bytesCell = ({ bytes, of: { theme } }: Line): Cell => ({ text: formatBytes(bytes), paint: theme.dim });
const errorsCell = ({ errors, of: { theme } }: Line): Cell =>
  errors > 0 ? { text: formatCount(errors), paint: theme.error } : { text: '·', paint: theme.dim };

/** An opened table is for reading: long keys take most of a line then. */
const keyWidth = (panel: TablePanel, width: number, isOpen: boolean): number =>
  isOpen && CUT_AT[panel] !== undefined
    ? Math.floor(width * 0.6)
    : Math.min(KEY_WIDTHS[panel] ?? KEY_WIDTH, Math.floor(width / 2));

const barWidth = (width: number): number => (width < 50 ? 5 : width < 70 ? 8 : width < 120 ? 12 : 24);

function paintOfKey(panel: TablePanel, key: string, theme: ScreenTheme): Paint | undefined {
  if (panel !== 'statuses') return undefined;
  const paints: Readonly<Record<string, Paint>> = {
    '2': theme.status2xx,
    '3': theme.status3xx,
    '4': theme.status4xx,
    '5': theme.status5xx,
  };
  return paints[key.charAt(0)] ?? theme.statusOther;
}
