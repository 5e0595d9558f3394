import { count, digits, megabytes } from './numbers.mjs';
import { spread } from './statistics.mjs';

/** The columns of the table; the first two are words. */
export const HEAD = ['work', 'program', 'seconds (min – max)', 'time, rxmon = 1', 'MB/s', 'lines/s', 'peak MB'];
export const WORDS = 2;

/**
 * The row of a program that was measured.
 *
 * @param baseline runs of what it is compared with; empty when there are none
 * @param bytes and lines that were read; left out where nothing was
 */
export function measuredRow(work, program, runs, { baseline, bytes, lines }) {
  const { median, min, max } = spread(runs.map(({ seconds }) => seconds));
  const peak = Math.max(...runs.map(({ peakBytes }) => peakBytes ?? NaN));
  return {
    cells: [
      work,
      program,
      `${digits(median)} (${digits(min)} – ${digits(max)})`,
      ratio(median, baseline),
      bytes === undefined ? '' : megabytes(bytes / median),
      lines === undefined ? '' : count(lines / median),
      Number.isNaN(peak) ? '' : megabytes(peak),
    ],
  };
}

/** The row of a program that was not, with the reason as a note below the table. */
export function missingRow(work, program, reason) {
  return { cells: [work, program, 'left out', '', '', '', ''], note: `${work}: ${program} ${reason}` };
}

function ratio(seconds, baseline) {
  return baseline.length === 0 ? '' : digits(seconds / spread(baseline.map((run) => run.seconds)).median);
}
