import type { Digest } from '../../digest/digest.js';

/** What was counted since the first start, in all intervals that have ended. */
export interface RunTotal {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly hits: number;
  readonly bytes: number;
  readonly unparsed: number;
}

/** What stands around an interval when it is shown. */
export interface IntervalContext {
  readonly total: RunTotal;
  /** Bytes of the logs that have not been read yet. */
  readonly lag: number;
  /** Whether it shows what the logs held before the start, which is in no total. */
  readonly isPrimed: boolean;
}

/** The total with another interval. */
export function totalWith({ from, ...total }: RunTotal, digest: Digest): RunTotal {
  return {
    from,
    hits: total.hits + digest.hits,
    bytes: total.bytes + digest.bytes,
    unparsed: total.unparsed + digest.unparsed,
  };
}
