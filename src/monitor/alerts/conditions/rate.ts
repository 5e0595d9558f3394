import type { Condition } from '../condition.js';

/** Hits per second over the full length of the window. */
export const rate = {
  name: 'rate',
  sum: ({ hits }) => hits,
  // A quotient of whole numbers that equals the threshold in decimals is rounded to the same double as the threshold.
  measure: (hits, windowSeconds) => hits / windowSeconds,
} as const satisfies Condition;
