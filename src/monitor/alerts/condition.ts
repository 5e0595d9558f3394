import type { SecondRow } from '../../digest/timeline.js';

/** A measure that rules may ask about: what it adds up of each second, and how a window of these sums is read. */
export interface Condition {
  /** As a rule names it. */
  readonly name: string;
  /** What counts of the hits of one second. */
  readonly sum: (row: SecondRow) => number;
  /**
   * The measure of a window, in the unit of a rule's threshold; undefined while it is unknown, which changes nothing.
   *
   * @param sum of the seconds of the window
   * @param windowSeconds its full length
   */
  readonly measure: (sum: number, windowSeconds: number) => number | undefined;
}
