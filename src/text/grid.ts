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
  /** The cell of a row, for at most `width` columns of the terminal. */
  readonly cell: (row: Row, width: number) => Cell;
}

/**
 * Draws rows of cells, each exactly as wide as its column, with `gap` blanks between: for the screen, which draws
 * hundreds a second. Printed tables use `drawTable`.
 *
 * Uses loops: V8 drops the compiled code of a closure when nobody holds it any more. It compiled closures made for each
 * frame again every 20 seconds, for a tenth of the cost of the screen.
 */
export function drawGrid<Row>(columns: readonly Column<Row>[], rows: readonly Row[], gap: number): string[] {
  if (columns.length === 0) return [];
  const between = ' '.repeat(gap);
  const lines: string[] = [];
  for (const row of rows) lines.push(drawRow(columns, row, between));
  return lines;
}

/** Draws the headings of columns. */
export function drawHeadings<Row>(columns: readonly Column<Row>[], paint: Paint, gap: number): string {
  return columns.map((column) => paintCell(column, { text: column.heading ?? '', paint })).join(' '.repeat(gap));
}

function drawRow<Row>(columns: readonly Column<Row>[], row: Row, between: string): string {
  let line = '';
  for (const [i, column] of columns.entries()) {
    line += (i === 0 ? '' : between) + paintCell(column, column.cell(row, column.width));
  }
  return line;
}

/** Blanks stay unpainted, so that the end of a line can be trimmed. */
function paintCell<Row>({ align, width, cutAt }: Column<Row>, { text, paint = String }: Cell): string {
  const fitted = fit(text, width, align, cutAt);
  const shown = fitted.trim();
  if (shown === '') return fitted;
  const at = fitted.indexOf(shown);
  return fitted.slice(0, at) + paint(shown) + fitted.slice(at + shown.length);
}
