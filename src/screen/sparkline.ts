/** The first is for nothing alone. */
const STEPS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/**
 * The last `width` values in one column each, scaled from 0 to the largest shown. `▁` is 0, more than 0 is at least `▂`, and
 * what is not known (undefined) is a blank, like what fills up at the left. Source: Tufte, Beautiful Evidence, 2006.
 *
 * @param width columns of the terminal, exactly
 */
export function sparkline(values: readonly (number | undefined)[], width: number): string {
  const shown = width < 1 ? [] : values.slice(-width);
  const largest = shown.reduce<number>((most, value = 0) => Math.max(most, value), 0);
  return shown
    .map((value) => stepOf(value, largest))
    .join('')
    .padStart(width);
}

function stepOf(value: number | undefined, largest: number): string {
  if (value === undefined) return ' ';
  const last = STEPS.length - 1;
  return STEPS[value <= 0 ? 0 : Math.max(1, Math.round((value / largest) * last))] ?? ' ';
}

/**
 * The means of `columns` equal groups of values when there are more values than columns; else the values as they are. What
 * is not known does not count in a mean; a group of nothing known is not known.
 *
 * All groups hold the same whole number of values, counted back from the last, and the oldest values that would not fill
 * another group in every column are left out. So a peak of one value has the same height wherever it is, and as values
 * move on by one, it stays in its column or moves to the next: with groups of 3 and 4 in turn, or with values shared
 * between two groups, peaks would swell and shrink while they move.
 */
export function condense(values: readonly (number | undefined)[], columns: number): (number | undefined)[] {
  if (columns < 1) return [];
  if (values.length <= columns) return [...values];
  const size = Math.floor(values.length / columns);
  const first = values.length - size * columns;
  return Array.from({ length: columns }, (_, i) => mean(values.slice(first + i * size, first + (i + 1) * size)));
}

function mean(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value / known.length, 0);
}
