import { GoAccess, goaccessName } from '../followers/goaccess.mjs';
import { Lnav, lnavName } from '../followers/lnav.mjs';
import { Mtail, mtailName } from '../followers/mtail.mjs';
import { commandPath } from '../process/commands.mjs';
import { play } from './play.mjs';
import { recorded } from './recorded.mjs';
import { inParallel } from './schedule.mjs';

const PARALLEL = 4;

const peers = [
  { command: 'goaccess', title: 'GoAccess', versionOf: goaccessName, Follower: GoAccess },
  { command: 'mtail', title: 'mtail', versionOf: mtailName, Follower: Mtail },
  { command: 'lnav', title: 'lnav', versionOf: lnavName, Follower: Lnav, note: ', in view at the end' },
];

/**
 * Plays the scenarios once with each peer that is installed.
 *
 * @returns for each its name, and by the id of a scenario what it counted
 */
export async function peerColumns(scenarios, seed) {
  const columns = [];
  for (const { command, title, versionOf, Follower, note = '' } of peers) {
    const path = commandPath(command);
    const version = path && versionOf(path);
    if (version === undefined) {
      console.error(`${title} is left out: it is not installed.`);
      continue;
    }
    const column = { name: `${title} ${version}, here${note}`, cells: {} };
    const tasks = scenarios
      .filter(({ id, isHeavy }) => id in recorded && !isHeavy)
      .map((scenario) => async () => {
        column.cells[scenario.id] = await cellOf(scenario, {
          name: `${command}-${scenario.id}`,
          seed,
          isHeld: false,
          startFollower: (options) => Follower.start(path, options),
        });
      });
    await inParallel(tasks, PARALLEL);
    columns.push(column);
  }
  return columns;
}

async function cellOf(scenario, options) {
  const { lines, counts, end, error } = await play(scenario, options);
  if (error !== undefined) return error.message;
  if (end !== undefined) return `ended by itself with ${end}`;
  const unparsed = counts.unparsed > 0 ? `, ${counts.unparsed} broken` : '';
  return `${counts.hits} of ${lines}${unparsed}`;
}
