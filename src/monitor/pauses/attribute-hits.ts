import type { Digest } from '../../digest/digest.js';
import type { SecondRow } from '../../digest/timeline.js';
import type { Arrival, Pause } from '../../source/source-event.js';
import type { Batch } from '../decode/decode.js';
import { secondOf } from '../seconds.js';

/**
 * The hits of a batch by the seconds in which they count: that of its arrival; after a pause, the seconds that its
 * lines state, if these are seconds of the pause. Hits without a time, or with one before the pause or in the future,
 * as by another clock, are spread evenly over the pause while it is being caught up with, and count on arrival later.
 * All sums stay the same.
 */
export const rowsOf = ({ digest, arrival, at }: Batch): SecondRow[] =>
  attributed(digest, arrival ?? { second: secondOf(at) });

/** `rowsOf`, for a digest with such an arrival. */
export function attributed(digest: Digest, { second, pause, skewSeconds = 0 }: Arrival): SecondRow[] {
  const { hits, bytes, errors } = digest;
  if (pause === undefined) return [{ second, hits, bytes, errors }];
  const rows = digest.timeline
    .rows()
    .map((row) => ({ ...row, second: row.second - skewSeconds }))
    .filter((row) => row.second >= pause.from && row.second < pause.to);
  const left = rows.reduce(
    (left, row) => ({ hits: left.hits - row.hits, bytes: left.bytes - row.bytes, errors: left.errors - row.errors }),
    { hits, bytes, errors },
  );
  if (left.hits <= 0) return rows;
  return [...rows, ...(pause.isCatchingUp ? spread(left, pause) : [{ second, ...left }])];
}

/**
 * Spreads hits evenly: over all seconds, or each in a second of its own where there are fewer hits than seconds. Up to
 * the last sign of life, hits were counted as they came.
 */
function spread(sums: Omit<SecondRow, 'second'>, { from, to, phase }: Pause): SecondRow[] {
  const begin = from + 2;
  const seconds = to - begin;
  const parts = Math.min(seconds, sums.hits);
  const upTo = (sum: number, i: number): number => (i === parts ? sum : Math.floor((i * sum) / parts + phase));
  const part = (sum: number, i: number): number => upTo(sum, i + 1) - upTo(sum, i);
  return Array.from({ length: parts }, (_, i) => ({
    second: begin + Math.floor(((i + phase) * seconds) / parts),
    hits: part(sums.hits, i),
    bytes: part(sums.bytes, i),
    errors: part(sums.errors, i),
  }));
}
