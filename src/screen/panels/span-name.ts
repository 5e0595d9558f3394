import type { SpanName } from '../../monitor/live/live.js';
import type { Stats } from '../../monitor/stats/stats.js';
import { formatDuration } from '../../text/units.js';

/** The span of the tables, in words. A filter does not reach back to the start of a long run. */
export function spanName({ from, to }: Stats, span: SpanName, isFiltered: boolean): string {
  const length = formatDuration(Math.max(0, to - from));
  return span === 'run' && !isFiltered ? `${length} since the start` : `last ${length}`;
}
