import { join } from 'node:path';
import { Rxmon } from '../followers/rxmon.mjs';
import { seedFor } from '../log/random.mjs';
import { play } from './play.mjs';

/**
 * How a round differs from the others. In the odd ones rxmon stands still while it happens, so that lines are unread for
 * certain; the tables are primed or not, and its state is saved or not, in all combinations with that.
 */
export function circumstances(round) {
  return { isHeld: round % 2 === 1, isPrimed: round % 4 < 2, hasState: round % 3 === 0 };
}

/** Plays one round of a scenario with rxmon, and says on standard error what went wrong. */
export async function ownRound(scenario, round, { bin, seed, flags, without }) {
  const { isHeld, isPrimed, hasState } = circumstances(round);
  const result = await play(scenario, {
    name: `${scenario.id}-${round}`,
    seed: seedFor(seed, scenario.id, round),
    isHeld,
    startFollower({ files, flags: more, folder }) {
      const own = [
        ...(isPrimed ? [] : ['--no-prime']),
        ...(hasState ? ['--state', join(folder, 'state')] : []),
        ...more,
      ];
      return new Rxmon(bin, files, [...withoutUnknown(own, without), ...flags]);
    },
  });
  if (result.faults.length > 0) {
    const words = { isHeld, isPrimed, hasState };
    const how = Object.keys(words).filter((word) => words[word]);
    console.error(
      `${scenario.id}, round ${round} (${how.join(', ')}): ${result.faults.join(', ')}; see ${result.folder ?? '-'}`,
    );
  }
  return result;
}

/** Leaves out the flags that a build does not know, with the value behind `--state`. */
function withoutUnknown(flags, unknown) {
  return flags.filter(
    (flag, i) => !unknown.includes(flag) && !(flags[i - 1] === '--state' && unknown.includes('--state')),
  );
}
