import type { SpanName } from '../monitor/live.js';
import type { Stats } from '../monitor/stats.js';
import { formatDuration } from '../view/units.js';

/** What the tables cover, in words. */
export function spanName({ from, to }: Stats, span: SpanName): string {
  const length = formatDuration(Math.max(0, to - from));
  return span === 'run' ? `${length} since the start` : `last ${length}`;
}
