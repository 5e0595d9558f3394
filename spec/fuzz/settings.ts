import type { Parameters } from 'fast-check';

/** So few runs that all fuzz specs together take a few seconds; `npm run fuzz` makes them many. */
const RUNS = 150;
const SEED = 20_180_509;

const numberOf = (name: string, unless: number): number => {
  const text = process.env[name];
  return text === undefined || text === '' ? unless : Number(text);
};

/**
 * How a property is fuzzed: by `FUZZ_RUNS` runs from `FUZZ_SEED` on, the same cases every time unless these are set.
 *
 * @param share of the runs, for a property whose cases take longer, or less long, than those of others
 */
export function fuzzed<T>(share = 1): Parameters<T> {
  const numRuns = Math.max(1, Math.round(numberOf('FUZZ_RUNS', RUNS) * share));
  return { seed: numberOf('FUZZ_SEED', SEED), numRuns, endOnFailure: false };
}
