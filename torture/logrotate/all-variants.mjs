import { seedFor } from '../log/random.mjs';
import { inParallel } from '../matrix/schedule.mjs';
import { wordsOf } from './conclusion.mjs';

/** Plays variants, so many at a time, and prints what each came to; ends the process, with 1 when one did not go well. */
export async function allVariants(play, variants, options, width) {
  const tasks = options.variants.map((name) => async () => {
    try {
      const result = await play(name, variants[name], { ...options, seed: seedFor(options.seed, name) });
      console.log(`${name}: ${wordsOf(result)}`);
      if (result.faults.length > 0) process.exitCode = 1;
    } catch (error) {
      console.log(`${name}: could not be played: ${error.message}`);
      process.exitCode = 1;
    }
  });
  await inParallel(tasks, width);
  // What one that failed has started may still run, and is ended with this process.
  process.exit();
}
