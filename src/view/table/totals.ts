import type { Stats } from '../../monitor/stats/stats.js';
import { change, formatChange } from '../../text/change.js';
import type { ElasticColumn } from '../../text/columns.js';
import type { Cell } from '../../text/grid.js';
import { rateOf } from '../summary.js';
import { paintOfBadChange, paintOfChange } from '../../text/theme.js';
import type { Theme } from '../../text/theme.js';
import { formatBytes, formatCount, formatPercent, formatRate } from '../../text/units.js';

/** A metric of an interval and its change since the last. */
export interface Total {
  readonly label: string;
  readonly value: Cell;
  readonly change: Cell;
}

export const LABEL_WIDTH = 8;
export const VALUE_WIDTH = 7;

/**
 * Hits, hits per second, bytes and the share of errors of an interval. The rate changes as the hits do: intervals
 * compared with each other have one length.
 */
export function totals(stats: Stats, theme: Theme): Total[] {
  const { digest, previous } = stats;
  const share = digest.errors / digest.hits;
  const shareBefore = previous && (previous.hits > 0 ? previous.errors / previous.hits : 0);
  const hits = change(digest.hits, previous?.hits);
  const bytes = change(digest.bytes, previous?.bytes);
  const errors = change(share, shareBefore);
  const paintErrors = digest.errors > 0 ? theme.error : theme.heading;
  return [
    {
      label: 'Hits',
      value: { text: formatCount(digest.hits), paint: theme.heading },
      change: { text: formatChange(hits), paint: paintOfChange(hits, theme) },
    },
    {
      label: 'Hits/s',
      value: { text: formatRate(rateOf(stats)), paint: theme.heading },
      change: { text: formatChange(hits), paint: paintOfChange(hits, theme) },
    },
    {
      label: 'Bytes',
      value: { text: formatBytes(digest.bytes), paint: theme.heading },
      change: { text: formatChange(bytes), paint: paintOfChange(bytes, theme) },
    },
    {
      label: 'Errors',
      value: { text: formatPercent(digest.errors, digest.hits), paint: paintErrors },
      change: { text: formatChange(errors), paint: paintOfBadChange(errors, theme) },
    },
  ];
}

export function totalColumns({ dim }: Theme): ElasticColumn<Total>[] {
  return [
    { align: 'left', width: LABEL_WIDTH, rank: 1, cell: ({ label }) => ({ text: label, paint: dim }) },
    { align: 'right', width: VALUE_WIDTH, rank: 0, cell: ({ value }) => value },
    { align: 'left', width: 8, rank: 2, cell: ({ change }) => change },
  ];
}
