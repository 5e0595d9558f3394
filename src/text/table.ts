import Table from 'cli-table3';
import { cut } from './cell.js';
import type { Cell, Column } from './grid.js';
import type { Paint } from './theme.js';
import { isOneColumnEach, widthOf } from './width.js';

/** Without borders; the gap between columns is the border within a row. */
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

/** The first of the private-use characters, which take one column each. */
const FIRST_STAND_IN = 0xe000;
const STAND_INS = 0x1900;

/**
 * Draws rows of cells, each in its column, with `gap` blanks between, under their headings where these are painted.
 * cli-table3 lays them out.
 */
export function drawTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  gap: number,
  paintHeading?: Paint,
): string[] {
  if (columns.length === 0 || (rows.length === 0 && paintHeading === undefined)) return [];
  const wide = new WideTexts();
  const cellOf = ({ width, cutAt }: Column<Row>, { text, paint = String }: Cell): string => {
    const short = cut(text, width, cutAt);
    return short === '' ? '' : paint(wide.standInFor(short));
  };
  const headings = columns.map((column) => cellOf(column, { text: column.heading ?? '', paint: paintHeading }));
  const table = new Table({
    chars: { ...NO_BORDERS, middle: ' '.repeat(gap) },
    colWidths: columns.map(({ width }) => width),
    colAligns: columns.map(({ align }) => align),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
    ...(paintHeading !== undefined && { head: headings }),
  });
  for (const row of rows) table.push(columns.map((column) => cellOf(column, column.cell(row, column.width))));
  return wide.putBack(table.toString()).split('\n');
}

/**
 * Texts whose width cli-table3 does not know: it measures with string-width 4, which takes newer emoji for narrow or
 * for twice as wide. During the layout, a run of one private-use character stands for each, as wide as the text.
 */
class WideTexts {
  private readonly texts: string[] = [];

  standInFor(text: string): string {
    if (isOneColumnEach(text)) return text;
    // If a table has more such texts than there are stand-ins, the rest may stand askew.
    if (this.texts.length === STAND_INS) return text;
    const standIn = String.fromCharCode(FIRST_STAND_IN + this.texts.length);
    this.texts.push(text);
    return standIn.repeat(widthOf(text));
  }

  putBack(lines: string): string {
    return lines.replace(/([\ue000-\uf8ff])\1*/g, (run) => this.texts[run.charCodeAt(0) - FIRST_STAND_IN] ?? run);
  }
}
