import { MIN_RATE } from './options.js';
import { normal } from './random.js';
import type { Random } from './random.js';

/**
 * Yields the times of hits, in milliseconds from the start of the traffic, ascending, without end.
 *
 * The hits of a second are normally distributed with mean `rate` and standard deviation √rate: many independent
 * visitors make a Poisson process, in which the variance of a second's hits is their mean, and which the normal
 * distribution approximates. Within its second a hit may come at any time.
 *
 * @param rate hits per second on average, at least `MIN_RATE`; may be fractional
 * @throws RangeError when the rate is lower, or not finite
 */
export function arrivals(rate: number, random: Random): IterableIterator<number> {
  if (!(rate >= MIN_RATE && rate < Infinity)) {
    throw new RangeError(`The rate ${rate} is not a number of hits per second: use a number from ${MIN_RATE} on`);
  }
  return timesOf(rate, random);
}

function* timesOf(rate: number, random: Random): Generator<number, never, undefined> {
  const deviation = Math.sqrt(rate);
  // Hits drawn but not yet emitted: a fraction of a hit waits for the next second, and a negative draw is deducted from
  // the following ones. Cutting both off would give 1.2 times the rate at 0.5 hits a second. The random start makes the
  // first second as likely to round up as all others.
  let owed = random();
  for (let second = 0; ; second++) {
    owed += rate + deviation * normal(random);
    const hits = Math.max(0, Math.floor(owed));
    owed -= hits;

    // Draws the hits of the second already in order, so that no second needs to be held and sorted, whatever the rate.
    // Source: Bentley and Saxe, Generating Sorted Lists of Random Numbers, 1980.
    let left = 1;
    for (let remaining = hits; remaining > 0; remaining--) {
      left *= (1 - random()) ** (1 / remaining);
      yield (second + 1 - left) * 1000;
    }
  }
}
