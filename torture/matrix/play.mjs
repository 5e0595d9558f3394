import { settled } from '../followers/settled.mjs';
import { Lines } from '../log/lines.mjs';
import { seeded } from '../log/random.mjs';
import { scratchFolder } from '../process/scratch.mjs';
import { Stage } from './stage.mjs';

/**
 * Plays a scenario once, in a folder of its own.
 *
 * @param startFollower makes a follower of `{ files, flags, oldLines, folder }`
 * @returns folder, lines and bytes that were written, follower with its counts, end if it ended before it was told to,
 *   error if it could not be played
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
  let end;
  let error;
  try {
    await scenario.play(stage);
    await settled(stage.follower, lines.count);
    end = stage.follower.end;
    await stage.follower.stop();
  } catch (reason) {
    error = reason;
    await stage.follower?.stop('SIGKILL');
  } finally {
    scenario.clear?.(stage);
  }
  const { follower } = stage;
  return { folder, lines: lines.count, bytes: lines.bytes, follower, counts: follower?.counts, end, error };
}
