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
 * The table is drawn with stand-ins of the columns' widths, in whose places the texts are put afterwards: cli-table3
 * measures with string-width 4, which takes newer emoji for narrow or for twice as wide, and would bend or cut the rows.
 */
function drawCells<Row>(columns: readonly Column<Row>[], rows: readonly Cell[][], gap: number): string[] {
  if (rows.length === 0 || columns.length === 0) return [];
  const table = new Table({
    chars: { ...NO_BORDERS, middle: ' '.repeat(gap) },
    colWidths: columns.map(({ width }) => width),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  const standIns = columns.map(({ width }) => 'x'.repeat(width));
  table.push(...rows.map(() => standIns));
  return table
    .toString()
    .split('\n')
    .map((line, i) => {
      const texts = columns.map((column, j) => paintCell(column, rows[i]?.[j]));
      return line.replace(/x+/g, () => texts.shift() ?? '');
    });
}

/** Blanks stay unpainted, so that the end of a line can be trimmed. */
function paintCell<Row>({ align, width, cutAt }: Column<Row>, { text, paint = String }: Cell = { text: '' }): string {
  const fitted = fit(text, width, align, cutAt);
  const shown = fitted.trim();
  return shown === '' ? fitted : fitted.replace(shown, () => paint(shown));
}
