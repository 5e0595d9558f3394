/** The first is for 0 alone. */
const STEPS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/**
 * The last `width` values in one column each, scaled from 0 to the largest shown. `▁` is 0, more than 0 is at least
 * `▂`, and unknown values (undefined) are blanks, like the padding at the left. Source: Tufte, Beautiful Evidence,
 * 2006.
 *
 * @param width columns of the terminal, exactly
 */
export function sparkline(values: readonly (number | undefined)[], width: number): string {
  const shown = width < 1 ? [] : values.slice(-width);
  const largest = largestOf(shown);
  let line = '';
  for (const value of shown) line += stepOf(value, largest);
  return line.padStart(width);
}

/** The largest of some values; 0 when no known value is above 0. */
export function largestOf(values: readonly (number | undefined)[]): number {
  let largest = 0;
  for (const value of values) if (value !== undefined && value > largest) largest = value;
  return largest;
}

function stepOf(value: number | undefined, largest: number): string {
  if (value === undefined) return ' ';
  const last = STEPS.length - 1;
  return STEPS[value <= 0 ? 0 : Math.max(1, Math.round((value / largest) * last))] ?? ' ';
}

/**
 * The means of `columns` equal groups of values, the last value at the end of the last group. Groups are as small as
 * possible for all of them together to hold the last `least` values, and reach further back when these do not fill
 * them. Unknown values, and times before the first value, do not count in a mean; a group without known values is
 * unknown (undefined).
 *
 * All groups hold the same whole number of values. So a peak of one value has the same height everywhere, and as values
 * move on by one, it stays in its column or moves to the next: with groups of 3 and 4 in turn, or with values shared
 * between two groups, peaks would swell and shrink while they move.
 */
export function condense(
  values: readonly (number | undefined)[],
  columns: number,
  least = values.length,
): (number | undefined)[] {
  const size = groupSize(columns, least);
  const means: (number | undefined)[] = [];
  for (let from = values.length - size * columns; from < values.length; from += size) {
    means.push(mean(values.slice(Math.max(0, from), Math.max(0, from + size))));
  }
  return means;
}

/** The number of values in a group of `condense`. */
export const groupSize = (columns: number, least: number): number => Math.max(1, Math.ceil(least / columns));

function mean(values: readonly (number | undefined)[]): number | undefined {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (value === undefined) continue;
    sum += value;
    count++;
  }
  return count === 0 ? undefined : sum / count;
}
