import { DEFAULT_LOOK_MS } from '../source/follow/follow.js';

/** The least looks in an interval, however short: its counts then hardly depend on when they were. */
const LEAST_LOOKS = 5;

/**
 * The time between looks at files, in milliseconds, for tables of intervals of this length: a whole number of looks in
 * each.
 */
export const lookMsFor = (intervalMs: number): number =>
  intervalMs / Math.max(LEAST_LOOKS, Math.ceil(intervalMs / DEFAULT_LOOK_MS));
