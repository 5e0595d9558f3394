import type { Digest } from '../../digest/digest.js';

/** The traffic of a span of time. */
export interface Stats {
  readonly type: 'stats';
  /** Milliseconds since 1970; the span is half-open, `[from, to)`. */
  readonly from: number;
  readonly to: number;
  readonly digest: Digest;
  /** The interval before; undefined in the first. */
  readonly previous: Digest | undefined;
  /**
   * The length of the interval before in milliseconds: the first and the last may be shorter than the others. 0 in the
   * first.
   */
  readonly previousLength: number;
}

/** The traffic of an interval that has ended. */
export interface Interval extends Stats {
  /** The number of the last batch counted in it or before it; 0 when there was none. */
  readonly through: number;
  /** Unread bytes of all files together at its end. */
  readonly lag: number;
}

/** An open interval: enough to resume it after a restart. */
export interface IntervalState {
  /** Milliseconds since 1970. */
  readonly from: number;
  /** Its traffic so far. */
  readonly digest: Digest;
  /** As in `Stats`, of the interval before this one. */
  readonly previous: Digest | undefined;
  readonly previousLength: number;
}
