import Table from 'cli-table3';
import { fit } from './cell.js';
import type { CutAt } from './cell.js';
import type { Paint } from './theme.js';

export interface Cell {
  readonly text: string;
  readonly paint?: Paint | undefined;
}

/** A column of a grid whose rows are made of values of type `Row`. */
export interface Column<Row> {
  readonly heading?: string;
  readonly align: 'left' | 'right';
  /** Columns of the terminal, 1 or more. */
  readonly width: number;
  readonly cutAt?: CutAt;
  /** What stands in the column, for at most `width` columns of the terminal. */
  readonly cell: (row: Row, width: number) => Cell;
}

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
};

/** Draws rows of cells, each exactly as wide as its column, with `gap` blanks between. */
export function drawGrid<Row>(columns: readonly Column<Row>[], rows: readonly Row[], gap: number): string[] {
  if (columns.length === 0) return [];
  const blanks = blanksOf(columns, gap);
  const lines: string[] = [];
  for (const row of rows) lines.push(drawRow(columns, row, blanks));
  return lines;
}

/** Draws the headings of columns. */
export function drawHeadings<Row>(columns: readonly Column<Row>[], paint: Paint, gap: number): string {
  const headings = columns.map(({ heading = '' }) => ({ text: heading, paint }));
  const blanks = blanksOf(columns, gap);
  return columns.reduce((line, column, i) => line + paintCell(column, headings[i]) + (blanks[i + 1] ?? ''), '');
}

/**
 * By a loop, as are all rows and columns of the screen that are many: V8 drops what it has compiled of a closure when nobody
 * holds it any more, and compiled those that were made for each frame anew every 20 seconds, for a tenth of what the screen costs.
 */
function drawRow<Row>(columns: readonly Column<Row>[], row: Row, blanks: readonly string[]): string {
  let line = blanks[0] ?? '';
  for (const [i, column] of columns.entries()) {
    line += paintCell(column, column.cell(row, column.width)) + (blanks[i + 1] ?? '');
  }
  return line;
}

/** A screen draws the same columns each second, and their layout takes longer than all the rest of them. */
const known = new Map<string, readonly string[]>();
/** Sizes of windows that are pulled at are not kept for ever. */
const MAX_KNOWN = 1000;

/**
 * What stands before, between and behind the cells of a row. cli-table3 lays it out with stand-ins of the columns' widths, not
 * with the texts: it measures with string-width 4, which takes newer emoji for narrow or for twice as wide, and would bend or
 * cut the rows.
 */
function blanksOf<Row>(columns: readonly Column<Row>[], gap: number): readonly string[] {
  const widths = columns.map(({ width }) => width);
  const key = `${widths.join()} ${gap}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const table = new Table({
    chars: { ...NO_BORDERS, middle: ' '.repeat(gap) },
    colWidths: [...widths],
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  table.push(widths.map((width) => 'x'.repeat(width)));
  const blanks = table.toString().split(/x+/);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(key, blanks);
  return blanks;
}

/** Blanks stay unpainted, so that the end of a line can be trimmed. */
function paintCell<Row>({ align, width, cutAt }: Column<Row>, { text, paint = String }: Cell = { text: '' }): string {
  const fitted = fit(text, width, align, cutAt);
  const shown = fitted.trim();
  if (shown === '') return fitted;
  const at = fitted.indexOf(shown);
  return fitted.slice(0, at) + paint(shown) + fitted.slice(at + shown.length);
}
