import type { Random } from './random.js';

/** Picks one of several values. */
export type Choice<T> = (random: Random) => T;

/**
 * Picks each key with a probability of its weight, above 0, in the sum of all weights: `weighted({ GET: 9, POST: 1 })`.
 */
export const weighted = (weights: Readonly<Record<string, number>>): Choice<string> =>
  choice(Object.keys(weights), Object.values(weights));

/** Picks each value equally often. */
export const oneOf = <T>(values: readonly T[]): Choice<T> =>
  choice(
    values,
    values.map(() => 1),
  );

/**
 * Picks the n-th value, counted from 1, 1/n as often as the first: a few are hot, and the tail is long, as with the
 * pages and the visitors of a site. Source: Breslau et al., Web Caching and Zipf-like Distributions, 1999.
 */
export const zipf = <T>(values: readonly T[]): Choice<T> =>
  choice(
    values,
    values.map((_, i) => 1 / (i + 1)),
  );

function choice<T>(values: readonly T[], weights: readonly number[]): Choice<T> {
  let total = 0;
  const bounds = weights.map((weight) => (total += weight));
  return (random) => {
    const point = random() * total;
    let low = 0;
    let high = bounds.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (point < (bounds[middle] ?? 0)) high = middle;
      else low = middle + 1;
    }
    return values[low] as T;
  };
}
