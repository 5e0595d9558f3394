import { DEFAULT_LOOK_MS } from '../source/follow/follow.js';

/** So many looks at least make up an interval, however short: what it counts then hardly depends on when they were. */
const LEAST_LOOKS = 5;

/** How often to look at files, in milliseconds, for tables of intervals of this length: a whole number of looks in each. */
export const lookMsFor = (intervalMs: number): number =>
  intervalMs / Math.max(LEAST_LOOKS, Math.ceil(intervalMs / DEFAULT_LOOK_MS));
