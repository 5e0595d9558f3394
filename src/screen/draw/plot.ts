import type { Cell } from '../../text/grid.js';
import { condense, largestOf } from './sparkline.js';
import type { ScreenTheme } from './screen-theme.js';
import { widthOf } from '../../text/width.js';

export interface PlotOptions {
  /** Columns of the terminal, at most. */
  readonly width: number;
  /** Lines, exactly. */
  readonly height: number;
  /** The least number of latest values to show; default all. */
  readonly least?: number;
  /** In the unit of the values; none by default. */
  readonly threshold?: number;
  /** The label of the threshold; by default, formatted like the other amounts. */
  readonly thresholdText?: string;
  /** The text of an amount on the axis. */
  readonly format: (value: number) => string;
  readonly theme: ScreenTheme;
}

export interface Plot {
  readonly lines: string[];
  /** Columns for values, beside the axis. */
  readonly columns: number;
}

const STEPS = ' ▁▂▃▄▅▆▇█';
/**
 * A threshold beyond this multiple of the largest value would flatten the traffic to nothing: it is written, not drawn.
 */
const MAX_TIMES_LARGEST = 4;
/** A blank and the axis line. */
const AXIS_WIDTH = 2;

/**
 * Draws a chart of columns over time, the latest at the right, with the threshold across it: exactly `height` lines of
 * at most `width` columns. Columns are measured in eighths of a line, at least one for any value above 0; unknown
 * values (undefined) are blank. More values than columns are drawn by their means, and earlier ones fill up the
 * columns: see `condense`.
 *
 * The threshold is `━` across columns that reach it and `─` elsewhere; it takes a line of its own, so that only the
 * excess over the threshold is above it. The axis is left out where it would take more than half the width.
 */
export function plot(values: readonly (number | undefined)[], options: PlotOptions): Plot {
  const { width, height, theme } = options;
  if (width < 1 || height < 1) return { lines: new Array<string>(Math.max(0, height)).fill(''), columns: 0 };
  const { columns, scale, labels, labelWidth } = fitted(values, options);
  const axisOf = (row: number): string => (labelWidth === 0 ? '' : axis(labels[row], labelWidth, theme));
  return { lines: draw(columns, scale, options, axisOf), columns: columns.length };
}

interface Fitted {
  readonly columns: Columns;
  readonly scale: Scale;
  readonly labels: readonly Cell[];
  /** 0 without an axis. */
  readonly labelWidth: number;
}

/**
 * The labels depend on the means, these on the number of columns, and that on the labels: finds the narrowest axis that
 * fits.
 */
function fitted(values: readonly (number | undefined)[], options: PlotOptions): Fitted {
  const { width, least } = options;
  for (let labelWidth = 1; labelWidth + AXIS_WIDTH <= width / 2; labelWidth++) {
    const columns = condense(values, width - labelWidth - AXIS_WIDTH, least);
    const scale = scaleOf(columns, options);
    const labels = labelsOf(scale, options);
    if (labels.every(({ text }) => widthOf(text) <= labelWidth)) return { columns, scale, labels, labelWidth };
  }
  const columns = condense(values, width, least);
  return { columns, scale: scaleOf(columns, options), labels: [], labelWidth: 0 };
}

type Columns = readonly (number | undefined)[];

/** Rows are counted from the bottom. */
interface Scale {
  readonly rows: number;
  /** The value at the upper edge of the chart. */
  readonly top: number;
  /** The row of the threshold. */
  readonly line: number | undefined;
  /** Whether the threshold is so far up that a line above states it. */
  readonly isBeyond: boolean;
}

function scaleOf(columns: Columns, { height, threshold }: PlotOptions): Scale {
  const largest = largestOf(columns);
  const isBeyond = threshold !== undefined && largest > 0 && threshold > MAX_TIMES_LARGEST * largest;
  const rows = isBeyond && height > 1 ? height - 1 : height;
  if (threshold === undefined || isBeyond) return { rows, top: niceTop(largest), line: undefined, isBeyond };
  const top = niceTop(Math.max(largest, threshold));
  return { rows, top, line: rowOf(threshold, top, rows), isBeyond };
}

/** Never the lowest of three or more: a line there looks like that of 0, and hides the traffic below the threshold. */
const rowOf = (value: number, top: number, rows: number): number =>
  Math.max(rows < 3 ? 0 : 1, Math.min(rows - 1, Math.floor((value / top) * rows)));

/** The least of 1, 2 and 5 times a power of ten that is not less. */
function niceTop(value: number): number {
  if (value <= 0) return 1;
  const exponent = Math.floor(Math.log10(value));
  // Parsed from decimals, since 3 * 0.1 and the like differ from the number as written.
  const tops = [1, 2, 5, 10].map((factor) => Number(`${factor}e${exponent}`));
  return tops.find((top) => top >= value) ?? value;
}

/** The text at the axis, by row: the threshold, and the top and nothing in other rows. */
function labelsOf({ rows, top, line }: Scale, options: PlotOptions): Cell[] {
  const { format, theme } = options;
  return Array.from({ length: rows }, (_, row) => {
    if (row === line) return { text: textOfThreshold(options), paint: theme.threshold };
    return { text: row === rows - 1 ? format(top) : row === 0 ? format(0) : '', paint: theme.dim };
  });
}

function axis({ text, paint = String }: Cell = { text: '' }, labelWidth: number, { rule }: ScreenTheme): string {
  const blank = ' '.repeat(labelWidth - widthOf(text));
  return `${blank}${paint(text)} ${rule(text === '' ? '│' : '┤')}`;
}

function draw(columns: Columns, scale: Scale, options: PlotOptions, axisOf: (row: number) => string): string[] {
  const { height, threshold = Infinity, theme } = options;
  const { rows, top, line } = scale;
  const eighthsOfOne = (rows * 8) / top;
  const lines: string[] = [];
  for (let row = rows - 1; row >= 0; row--) {
    const text = row === line ? lineAcross(columns, threshold) : sliceOf(columns, row, eighthsOfOne);
    // A row has one paint: above the line, only the excess over the threshold is drawn.
    const paint = row === line ? theme.threshold : row > (line ?? rows) ? theme.barHigh : theme.bar;
    const shown = text.trim();
    lines.push(axisOf(row) + (shown === '' ? '' : ' '.repeat(text.indexOf(shown)) + paint(shown)));
  }
  return rows < height ? [noteOf(options), ...lines] : lines;
}

function lineAcross(columns: Columns, threshold: number): string {
  let text = '';
  for (const value of columns) text += value !== undefined && value >= threshold ? '━' : '─';
  return text;
}

/** The slice of the columns in a row. */
function sliceOf(columns: Columns, row: number, eighthsOfOne: number): string {
  let text = '';
  for (const value of columns) {
    const height = value === undefined || value <= 0 ? 0 : Math.max(1, Math.round(value * eighthsOfOne));
    text += STEPS[Math.max(0, Math.min(8, height - row * 8))] ?? '';
  }
  return text;
}

const textOfThreshold = ({ threshold = 0, thresholdText, format }: PlotOptions): string =>
  thresholdText ?? format(threshold);

/** The threshold as a note at the right, when it is not drawn, in as many words as fit. */
function noteOf(options: PlotOptions): string {
  const { width, theme } = options;
  const amount = `${textOfThreshold(options)} ↑`;
  const words = [`threshold ${amount}`, amount].find((note) => widthOf(note) <= width) ?? '↑';
  return ' '.repeat(width - widthOf(words)) + theme.threshold(words);
}
