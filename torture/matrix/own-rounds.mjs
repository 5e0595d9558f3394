import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Rxmon } from '../followers/rxmon.mjs';
import { seedFor } from '../log/random.mjs';
import { keep, removeFolder } from '../process/scratch.mjs';
import { faultsOf } from './faults.mjs';
import { play } from './play.mjs';

/**
 * How a round differs from the others. In the odd ones rxmon stands still while it happens, so that lines are unread for
 * certain; the tables are primed or not, and its state is saved or not, in all combinations with that.
 */
function circumstances(round) {
  return { isHeld: round % 2 === 1, isPrimed: round % 4 < 2, hasState: round % 3 === 0 };
}

/**
 * Plays one round of a scenario with rxmon. When that was not exact, the folder is left, and standard error says why.
 *
 * @returns lines: how many were written; faults: all that is wrong
 */
export async function ownRound(scenario, round, options) {
  // One that follows nothing is played in a way of its own.
  if (scenario.round !== undefined) return scenario.round(round, options);
  const { bin, seed, flags, without } = options;
  const how = circumstances(round);
  const own = (folder) => [
    ...(how.isPrimed ? [] : ['--no-prime']),
    ...(how.hasState ? [`--state=${join(folder, 'state')}`] : []),
  ];
  const isKnown = (flag) => !without.includes(flag.split('=')[0]);
  const result = await play(scenario, {
    name: `${scenario.id}-${round}`,
    seed: seedFor(seed, scenario.id, round),
    isHeld: how.isHeld,
    startFollower: ({ files, flags: more, node, folder }) =>
      new Rxmon(bin, files, [...own(folder).filter(isKnown), ...more, ...flags], node),
  });
  const faults = faultsOf(result);
  const { folder, lines, bytes, follower } = result;
  if (faults.length === 0) {
    removeFolder(folder);
    return { lines, faults };
  }
  const words = { ...how, faults, lines, bytes, counts: follower?.counts, stderr: follower?.stderr.split('\n') };
  writeFileSync(join(folder, 'torture.json'), JSON.stringify(words, null, 2));
  console.error(`${scenario.id}, round ${round} (${wordsOf(how)}): ${faults.join(', ')}; see ${keep(folder)}`);
  return { lines, faults };
}

const wordsOf = ({ isHeld, isPrimed, hasState }) =>
  [isHeld ? 'held' : 'free', isPrimed ? 'primed' : 'not primed', hasState ? 'with state' : 'without state'].join(', ');
