import type { Digest } from '../../digest/digest.js';
import type { Alert } from '../../monitor/alerts/alerts.js';

/** Everything that finished logs hold. */
export interface Report {
  readonly type: 'report';
  /** Milliseconds since 1970: the first and the last second of the log; both 0 when it has no hits. */
  readonly from: number;
  readonly to: number;
  readonly digest: Digest;
  /** The alerts that the rule would have raised at the log's own time, in the order of their times. */
  readonly alerts: readonly Alert[];
  /** The number of files read. */
  readonly files: number;
  /** Whether reading ended before the files did. */
  readonly isPartial: boolean;
}

/** The end of a report's span, which is half-open, `[from, end)`: a log of one second has a span of one. */
export function endOf({ to, digest }: Report): number {
  return digest.hits === 0 ? to : to + 1000;
}
