import { MIN_RATE } from './options.js';
import { normal } from './random.js';
import type { Random } from './random.js';

/**
 * Gives the times of hits, in milliseconds from the start of the traffic, ascending, without end.
 *
 * The hits of a second are normally distributed with mean `rate` and standard deviation √rate: many visitors who know
 * nothing of each other make a Poisson process, in which the variance of a second's hits is their mean, and which the
 * normal distribution comes near to. Within its second a hit may come at any time.
 *
 * @param rate hits per second on average, at least `MIN_RATE`, fractions too.
 * @throws RangeError when the rate is lower, or not finite.
 */
export function arrivals(rate: number, random: Random): IterableIterator<number> {
  if (!(rate >= MIN_RATE && rate < Infinity)) {
    throw new RangeError(`The rate ${rate} is not a number of hits per second: use a number from ${MIN_RATE} on`);
  }
  return timesOf(rate, random);
}

function* timesOf(rate: number, random: Random): Generator<number, never, undefined> {
  const deviation = Math.sqrt(rate);
  // What is drawn but not yet given: a fraction of a hit waits for the next second, and what a negative draw lacks is taken
  // from the following ones. Cutting both off would give 1.2 times the rate at 0.5 hits a second. The random start makes
  // the first second as likely to round up as all others.
  let owed = random();
  for (let second = 0; ; second++) {
    owed += rate + deviation * normal(random);
    const hits = Math.max(0, Math.floor(owed));
    owed -= hits;

    // Draws the hits of the second already in order, so that no second has to be held and sorted, whatever the rate.
    // Source: Bentley and Saxe, Generating Sorted Lists of Random Numbers, 1980.
    let left = 1;
    for (let remaining = hits; remaining > 0; remaining--) {
      left *= (1 - random()) ** (1 / remaining);
      yield (second + 1 - left) * 1000;
    }
  }
}
