import type { SecondTraffic } from '../../monitor/live/second-traffic.js';
import type { Live } from '../../monitor/live/live.js';

/** A value for each of the last `length` seconds, the last one last; undefined where it is unknown. */
export function series(
  { at, seconds }: Live,
  length: number,
  valueOf: (second: SecondTraffic) => number | undefined,
): (number | undefined)[] {
  const values = new Array<number | undefined>(length).fill(undefined);
  const first = at / 1000 - length;
  for (let i = seconds.length - 1; i >= 0; i--) {
    const row = seconds[i];
    if (row === undefined || row.second < first) break;
    values[row.second - first] = valueOf(row);
  }
  return values;
}
