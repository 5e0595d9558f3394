import type { Digest } from '../../digest/digest.js';

/** Counts since the first start, in all intervals that have ended. */
export interface RunTotal {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly hits: number;
  readonly bytes: number;
  readonly unparsed: number;
}

/** The context of an interval on display. */
export interface IntervalContext {
  readonly total: RunTotal;
  /** Unread bytes of the logs. */
  readonly lag: number;
  /** Whether it shows lines from before the start, which no total includes. */
  readonly isPrimed: boolean;
}

/** The total with another interval added. */
export function totalWith({ from, ...total }: RunTotal, digest: Digest): RunTotal {
  return {
    from,
    hits: total.hits + digest.hits,
    bytes: total.bytes + digest.bytes,
    unparsed: total.unparsed + digest.unparsed,
  };
}
