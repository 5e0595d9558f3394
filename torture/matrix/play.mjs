import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settled } from '../followers/settled.mjs';
import { Lines } from '../log/lines.mjs';
import { seeded } from '../log/random.mjs';
import { keep, removeFolder, scratchFolder } from '../process/scratch.mjs';
import { Stage } from './stage.mjs';

/**
 * Plays a scenario once, in a folder of its own, which is left for a look when the count was not exact.
 *
 * @param startFollower makes a follower of `{ files, flags, oldLines, folder }`
 * @returns lines: how many were written; counts: what the follower counted; faults: all that is wrong; folder: if kept
 */
export async function play(scenario, { name, seed, isHeld, startFollower }) {
  const folder = scratchFolder(name);
  const random = seeded(seed);
  const lines = new Lines(random, scenario.lines);
  const stage = new Stage({
    folder,
    lines,
    random,
    isHeld,
    startFollower: (options) => startFollower({ ...options, folder }),
  });
  const faults = [];
  try {
    await scenario.play(stage);
    await settled(stage.follower, lines.count);
    await stage.follower.stop();
  } catch (error) {
    faults.push(error.message);
    stage.follower?.stop('SIGKILL');
  } finally {
    scenario.clear?.(stage);
  }
  const { follower } = stage;
  if (follower !== undefined) faults.push(...faultsOf(follower, lines));
  const result = { lines: lines.count, counts: follower?.counts, faults };
  if (faults.length === 0) {
    removeFolder(folder);
    return result;
  }
  const words = { ...result, stated: lines.bytes, seed, isHeld, end: follower?.end, stderr: follower?.stderr };
  writeFileSync(join(folder, 'torture.json'), JSON.stringify(words, null, 2));
  return { ...result, folder: keep(folder) };
}

function faultsOf({ counts, printed, total, end }, lines) {
  const faults = [];
  if (end !== 0) faults.push(`ended with ${end}`);
  if (counts.hits !== lines.count) faults.push(`${counts.hits} of ${lines.count}`);
  else if (counts.bytes !== undefined && counts.bytes !== lines.bytes) {
    faults.push(`some lines twice and as many not: ${counts.bytes} of ${lines.bytes} bytes`);
  }
  if (counts.unparsed > 0) faults.push(`${counts.unparsed} unparsed`);
  if (total !== undefined && total.hits !== printed.hits) {
    faults.push(`the tables say ${printed.hits} and the total ${total.hits}`);
  }
  return faults;
}
