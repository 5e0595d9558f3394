import { say } from '../text/say.mjs';
import { failureOf } from './failure.mjs';
import { measure } from './measure.mjs';

/**
 * Runs each contender once a round, one after the other, so that what slows the machine down slows all of them down.
 * One that fails is left out from then on, with its reason.
 *
 * @param contenders name, command, args, env, and check: what is wrong with a run that went well, if anything
 * @returns for each contender its runs, or why it has none
 */
export async function alternate(title, contenders, rounds) {
  const results = contenders.map((contender) => ({ contender, runs: [], fault: undefined, code: 0 }));
  for (let round = 1; round <= rounds; round++) {
    for (const result of results) {
      if (result.fault !== undefined) continue;
      const { contender, runs } = result;
      const run = await measure(contender);
      result.code = run.code;
      result.fault = run.code === 0 ? contender.check?.(run) : failureOf(run);
      runs.push({ seconds: run.seconds, peakBytes: run.peakBytes });
      const outcome = result.fault ?? `${run.seconds.toFixed(2)} s`;
      if (rounds <= 10) say(`${title}, round ${round} of ${rounds}, ${contender.name}: ${outcome}`);
    }
  }
  return results;
}
