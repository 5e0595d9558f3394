import type { KeyRow, KeyTable, RowOrder } from '../digest/key-table.js';
import type { SpanBefore } from '../monitor/span-before.js';
import { cut } from '../view/cell.js';
import type { CutAt } from '../view/cell.js';
import { change, formatChange } from '../view/change.js';
import { fitColumns } from '../view/columns.js';
import type { ElasticColumn } from '../view/columns.js';
import { escapeKey } from '../view/escape.js';
import { drawGrid, drawHeadings } from '../view/grid.js';
import { paintOfChange } from '../view/theme.js';
import type { Paint } from '../view/theme.js';
import { formatBytes, formatCount, formatShare } from '../view/units.js';
import { levelBar } from './bar.js';
import type { Look } from './look.js';
import { focusOf } from './model.js';
import type { Model } from './model.js';
import type { TablePanel } from './panels.js';
import type { Shown } from './places.js';
import { orderOf, rowsOf } from './rows.js';
import type { ScreenTheme } from './theme.js';
import { titleLine } from './title.js';

const GAP = 1;
/** Paths and agents differ in their ends as well as in their beginnings. */
const CUT_AT: Readonly<Partial<Record<TablePanel, CutAt>>> = { paths: 'middle', agents: 'middle', referrers: 'middle' };
/** Columns of the terminal that keys are worth more than the other columns. */
const KEY_WIDTHS: Readonly<Record<TablePanel, number>> = {
  sections: 14,
  paths: 24,
  hosts: 15,
  statuses: 12,
  agents: 32,
  referrers: 28,
};

/** A table of keys with bars, the headings of its columns in the line of its title. */
export function tablePanel(panel: TablePanel, place: Shown, model: Model, { theme }: Look): string[] {
  const { width, height } = place;
  const {
    stats: { digest },
    before,
  } = model.picture.live;
  const order = orderOf(model, panel);
  const first = Math.min(model.scrolls[panel] ?? 0, Math.max(0, digest[panel].size - (height - 1)));
  const seen = rowsOf(digest[panel], order, Math.max(1, first + height - 1));
  const rows = seen.slice(first, first + height - 1);
  const amounts: Amounts = {
    panel,
    order,
    hits: digest.hits,
    most: seen[0]?.[order] ?? 0,
    before,
  };
  const columns = fitColumns(columnsOf(amounts, width, theme), rows, width, GAP);
  const [key, ...others] = columns;
  const title = titleLine(
    { panel, panels: place.panels, isFocused: focusOf(model) === panel, about: aboutOf(digest[panel], first, rows) },
    others.length === 0 ? width : (key?.width ?? width),
    theme,
  );
  const [headings = ''] = drawHeadings(others, theme.dim, GAP);
  return [`${title}${' '.repeat(GAP)}${headings}`, ...drawGrid(columns, rows, GAP)];
}

interface Amounts {
  readonly panel: TablePanel;
  readonly order: RowOrder;
  /** Of all keys together. */
  readonly hits: number;
  /** Of the first row, by the order. */
  readonly most: number;
  readonly before: SpanBefore | undefined;
}

/** How many rows there are, which of them are seen, and whether their counts are sure. */
function aboutOf(table: KeyTable, first: number, rows: readonly KeyRow[]): string {
  const seen = first > 0 ? `${formatCount(first + 1)}–${formatCount(first + rows.length)}/` : '';
  const low = table.maxLost > 0 ? `, low by ≤${formatCount(table.maxLost)}` : '';
  return `${seen}${formatCount(table.size)}${low}`;
}

function columnsOf(amounts: Amounts, width: number, theme: ScreenTheme): ElasticColumn<KeyRow>[] {
  const { order, panel } = amounts;
  const heading = (name: string, of: RowOrder): string => (order === of ? `▼${name}` : name);
  const cutAt = CUT_AT[panel];
  return [
    {
      align: 'left',
      width: Math.min(KEY_WIDTHS[panel], Math.floor(width / 2)),
      rank: 0,
      isFlexible: true,
      ...(cutAt !== undefined && { cutAt }),
      cell: ({ key }, room) => ({ text: cut(escapeKey(key), room, cutAt), paint: paintOfKey(panel, key, theme) }),
    },
    {
      heading: heading('hits', 'hits'),
      align: 'right',
      width: 6,
      rank: 1,
      cell: ({ hits }) => ({ text: formatCount(hits) }),
    },
    {
      heading: '%',
      align: 'right',
      width: 4,
      rank: 4,
      cell: ({ hits }) => ({ text: formatShare(hits, amounts.hits), paint: theme.dim }),
    },
    {
      align: 'left',
      width: barWidth(width),
      rank: 3,
      cell: (row) => ({ text: levelBar(row[order], amounts.most, barWidth(width)), paint: theme.bar }),
    },
    {
      heading: 'change',
      align: 'right',
      width: 8,
      rank: 5,
      cell: ({ key, hits }) => {
        const difference = change(hits, amounts.before?.hitsOf(panel, key));
        return { text: formatChange(difference), paint: paintOfChange(difference, theme) };
      },
    },
    {
      heading: heading('bytes', 'bytes'),
      align: 'right',
      width: 7,
      rank: order === 'bytes' ? 2 : 6,
      cell: ({ bytes }) => ({ text: formatBytes(bytes), paint: theme.dim }),
    },
    {
      heading: heading('5xx', 'errors'),
      align: 'right',
      width: 4,
      rank: 2,
      cell: ({ errors }) =>
        errors > 0 ? { text: formatCount(errors), paint: theme.error } : { text: '·', paint: theme.dim },
    },
  ];
}

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
