/** The part of the samples of a half that lies below its low point. */
const LOW = 0.1;

/**
 * What has grown from the first half of the samples to the second by more than is tolerated, in words.
 *
 * Halves are compared by their low points, the first deciles. The garbage collector makes every curve a saw: what is still
 * needed shows where it has just been at work, and what it has left for later, more on a busy machine, in all other places.
 * The very lowest may stand alone. A leak raises the second low point by half of what leaks between the first sample and
 * the last.
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
      lowPoint(half.map((sample) => sample[name])),
    );
    const figures = `${before.toFixed(2)} ${unit} in the first half, ${after.toFixed(2)} ${unit} in the second`;
    console.log(`${name}: ${figures} (first deciles of ${middle}); it may grow by ${tolerance} ${unit}`);
    if (after - before > tolerance) faults.push(`${part}: ${name} grew: ${figures}`);
  }
  return faults;
}

const lowPoint = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length * LOW)];
