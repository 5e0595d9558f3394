import type { Timeline } from '../../digest/timeline.js';
import { formatCount } from '../../text/units.js';

const STEPS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const HEIGHT = 6;

/** Sums up the hits of each of `columns` equal parts of the time from the first second with hits to the last. */
function hitsByColumn(timeline: Timeline, columns: number): number[] {
  let [first, last] = [Infinity, -Infinity];
  timeline.forEach((second) => {
    first = Math.min(first, second);
    last = Math.max(last, second);
  });
  const span = Math.max(1, last - first + 1);
  const sums = new Array<number>(Math.min(columns, span)).fill(0);
  timeline.forEach((second, hits) => {
    const column = Math.floor(((second - first) * sums.length) / span);
    sums[column] = (sums[column] ?? 0) + hits;
  });
  return sums;
}

/**
 * A chart of the hits over time: `HEIGHT` lines of blocks, the highest for the most hits, with that number before it.
 * The seconds are not expanded to rows, which would take gigabytes for a year.
 *
 * @param width columns of the terminal
 */
export function chartLines(timeline: Timeline, width: number): string[] {
  const label = formatCount(Math.max(0, ...hitsByColumn(timeline, width)));
  const indent = label.length + 1;
  const columns = hitsByColumn(timeline, Math.max(1, width - indent));
  const most = Math.max(1, ...columns);
  const heights = columns.map((hits) => (hits === 0 ? 0 : Math.max(1, Math.round((hits / most) * HEIGHT * 8))));
  return Array.from({ length: HEIGHT }, (_, line) => {
    const below = (HEIGHT - 1 - line) * 8;
    const blocks = heights.map((height) => STEPS[Math.max(0, Math.min(8, height - below))]).join('');
    const axis = line === 0 ? formatCount(most) : line === HEIGHT - 1 ? '0' : '';
    return `${axis.padStart(label.length)} ${blocks}`.trimEnd();
  });
}
