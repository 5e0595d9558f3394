import { formatCount } from '../../text/units.js';

/** The least threshold within reach of the keys, in hits per second: one hit in a quarter of an hour. */
const LEAST = 0.001;
/** A tenth less than a power of ten is a step of the power below, so that as many steps lead down as led up. */
const JUST_BELOW = 1 - 1e-9;

/** The next threshold with two digits: up or down by 1 from 10 to 99, by 10 from 100 to 990, and so on. */
export function stepped(threshold: number, direction: 1 | -1): number {
  const magnitude = Math.floor(Math.log10(direction > 0 ? threshold : threshold * JUST_BELOW)) - 1;
  const step = 10 ** magnitude;
  const steps = threshold / step;
  // A threshold with more digits goes to the next one with two.
  const next = direction > 0 ? Math.floor(steps + 1e-9) + 1 : Math.ceil(steps - 1e-9) - 1;
  return Math.max(LEAST, Number((next * step).toPrecision(2)));
}

/** Writes a threshold as it was set: it may have more digits than a rate on screen. */
export const formatThreshold = (threshold: number): string =>
  String(threshold).replace(/^\d+/, (whole) => formatCount(Number(whole)));
