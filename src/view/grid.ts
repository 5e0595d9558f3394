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
  /** Columns of the terminal. */
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
  const cells = rows.map((row) => columns.map(({ cell, width }) => cell(row, width)));
  return drawCells(columns, cells, gap);
}

/** Draws the headings of columns. */
export function drawHeadings<Row>(columns: readonly Column<Row>[], paint: Paint, gap: number): string[] {
  return drawCells(columns, [columns.map(({ heading = '' }) => ({ text: heading, paint }))], gap);
}

/**
 * The rows are drawn with stand-ins of the columns' widths, in whose places the texts are put afterwards: cli-table3
 * measures with string-width 4, which takes newer emoji for narrow or for twice as wide, and would bend or cut the rows.
 */
function drawCells<Row>(columns: readonly Column<Row>[], rows: readonly Cell[][], gap: number): string[] {
  if (rows.length === 0 || columns.length === 0) return [];
  const standIns = standInsOf(
    columns.map(({ width }) => width),
    gap,
  );
  return rows.map((row) => {
    const texts = columns.map((column, i) => paintCell(column, row[i]));
    return standIns.replace(/x+/g, () => texts.shift() ?? '');
  });
}

/** A screen draws the same columns each second, and their layout takes longer than all the rest of them. */
const known = new Map<string, string>();
/** Sizes of windows that are pulled at are not kept for ever. */
const MOST_KNOWN = 1000;

/** A row of stand-ins as cli-table3 lays it out. */
function standInsOf(widths: readonly number[], gap: number): string {
  const key = `${widths.join()} ${gap}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const table = new Table({
    chars: { ...NO_BORDERS, middle: ' '.repeat(gap) },
    colWidths: [...widths],
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  table.push(widths.map((width) => 'x'.repeat(width)));
  const row = table.toString();
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, row);
  return row;
}

/** Blanks stay unpainted, so that the end of a line can be trimmed. */
function paintCell<Row>({ align, width, cutAt }: Column<Row>, { text, paint = String }: Cell = { text: '' }): string {
  const fitted = fit(text, width, align, cutAt);
  const shown = fitted.trim();
  return shown === '' ? fitted : fitted.replace(shown, () => paint(shown));
}
