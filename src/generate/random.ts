/** Returns the next number of [0, 1); all are equally likely, in steps of 2^-32. */
export type Random = () => number;

/** Rounds that PractRand runs, and throws away, to spread a seed over the whole state. */
const ROUNDS_OF_SEEDING = 15;

/**
 * Makes a generator of random numbers: equal arguments give equal numbers, on every machine. Not for secrets. Its
 * period is at least 2^32 numbers and 2^127 on average.
 * Source: C. Doty-Humphrey, PractRand, sfc32 (Small Fast Counting), http://pracrand.sourceforge.net.
 *
 * @param seed a safe integer.
 * @param stream an integer of [0, 2^32): streams of one seed are independent.
 */
export function seeded(seed: number, stream = 0): Random {
  let a = stream | 0;
  let b = seed | 0;
  let c = Math.floor(seed / 2 ** 32) | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < ROUNDS_OF_SEEDING; round++) next();
  return next;
}

/**
 * Draws from the normal distribution with mean 0 and standard deviation 1; at most 6.7 away from 0.
 * Source: Box and Muller, A Note on the Generation of Random Normal Deviates, 1958. Discards the second number of the
 * method, so that a draw depends on nothing but `random`.
 */
export function normal(random: Random): number {
  // 1 - u is of (0, 1], where the logarithm is finite.
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
