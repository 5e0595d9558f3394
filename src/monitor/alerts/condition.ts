import type { SecondRow } from '../../digest/timeline.js';

/** A measure for rules: the sum over each second, and the value of a window of these sums. */
export interface Condition {
  /** Its name in rules. */
  readonly name: string;
  /** The amount to add up from the hits of one second. */
  readonly sum: (row: SecondRow) => number;
  /**
   * The measure of a window, in the unit of a rule's threshold; undefined while it is unknown, which changes nothing.
   *
   * @param sum over the seconds of the window
   * @param windowSeconds its full length
   */
  readonly measure: (sum: number, windowSeconds: number) => number | undefined;
}
