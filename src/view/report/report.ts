import type { Digest } from '../../digest/digest.js';
import type { Alert } from '../../monitor/alerts/alerts.js';

/** All that finished logs hold. */
export interface Report {
  readonly type: 'report';
  /** Milliseconds since 1970: the first and the last second of the log; both 0 when it has no hits. */
  readonly from: number;
  readonly to: number;
  readonly digest: Digest;
  /** The alerts that the rule would have raised at the log's own time, in the order of their times. */
  readonly alerts: readonly Alert[];
  /** Files that were read. */
  readonly files: number;
  /** Whether the reading was ended before the files were. */
  readonly isPartial: boolean;
}

/** Where the span of a report ends, so that it is half-open, `[from, end)`: a log of one second takes one. */
export function endOf({ to, digest }: Report): number {
  return digest.hits === 0 ? to : to + 1000;
}
