import type { Column } from './grid.js';
import { widthOf } from './width.js';

/** A column, and how it adapts to too little room, or to room to spare. */
export interface ElasticColumn<Row> extends Column<Row> {
  /** The least columns of the terminal; more where a cell needs them, unless the column is flexible. */
  readonly width: number;
  /** The column of the highest rank is left out first. */
  readonly rank: number;
  /** Takes the remaining room, and cuts longer texts. */
  readonly isFlexible?: boolean;
}

/** The columns that fit into `width` columns of the terminal with `gap` blanks between, with their final widths. */
export function fitColumns<Row>(
  columns: readonly ElasticColumn<Row>[],
  rows: readonly Row[],
  width: number,
  gap: number,
): ElasticColumn<Row>[] {
  let kept = columns.map((column) => (column.isFlexible ? column : { ...column, width: neededWidth(column, rows) }));
  while (kept.length > 1 && gridWidth(kept, gap) > width) {
    const highest = Math.max(...kept.map(({ rank }) => rank));
    kept = kept.filter(({ rank }) => rank < highest);
  }
  const spare = width - gridWidth(kept, gap);
  return kept.map((column) =>
    column.isFlexible || spare < 0 ? { ...column, width: Math.max(1, column.width + spare) } : column,
  );
}

export function gridWidth(columns: readonly Column<never>[], gap: number): number {
  return columns.reduce((sum, { width }) => sum + width, Math.max(0, columns.length - 1) * gap);
}

function neededWidth<Row>({ width, heading = '', cell }: ElasticColumn<Row>, rows: readonly Row[]): number {
  let needed = Math.max(width, widthOf(heading));
  for (const row of rows) needed = Math.max(needed, widthOf(cell(row, Infinity).text));
  return needed;
}
