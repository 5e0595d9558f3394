import { median } from '../../bench/text/statistics.mjs';

/**
 * What has grown from the first half of the samples to the second by more than is tolerated, in words.
 *
 * Halves are compared by their medians: the garbage collector makes every curve a saw, whose single points say nothing, and
 * what is taken from the system in steps, as memory is, may jump once and stay. A leak raises the second median by half of
 * what leaks between the first sample and the last.
 *
 * @param samples objects, in the order of their time and from a time on at which all tables are full
 * @param columns name (of a property and of what it is), unit, and tolerance: what it may have grown
 */
export function growth(part, samples, columns) {
  const middle = samples.length >> 1;
  const faults = [];
  console.log('');
  for (const { name, unit, tolerance } of columns) {
    const [before, after] = [samples.slice(0, middle), samples.slice(middle)].map((half) =>
      median(half.map((sample) => sample[name])),
    );
    const figures = `${before.toFixed(2)} ${unit} in the first half, ${after.toFixed(2)} ${unit} in the second`;
    console.log(`${name}: ${figures} (medians of ${middle}); it may grow by ${tolerance} ${unit}`);
    if (after - before > tolerance) faults.push(`${part}: ${name} grew: ${figures}`);
  }
  return faults;
}
