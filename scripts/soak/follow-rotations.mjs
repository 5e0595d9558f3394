import { join } from 'node:path';
import { scratch } from '../../bench/process/scratch.mjs';
import { count } from '../../bench/text/numbers.mjs';
import { Curve } from './curve.mjs';
import { Follower } from './follower.mjs';
import { growth } from './growth.mjs';
import { lost } from './lost.mjs';
import { RotatingLog } from './rotating-log.mjs';

const RATE = 5000;
const ROTATION_MS = 1000;
const PATIENCE_MS = 30_000;
/** A rotated file is followed until it has been quiet for 30 s; all that follow each other are open until then. */
const WARM_UP_SECONDS = 40;

/** Low points differed by up to 4 MB, by up to 7 MB where the state is saved. What leaks 400 kB a second is found in 120 s. */
const columnsOf = (withState) => [
  { name: 'RSS', unit: 'MB', tolerance: withState ? 30 : 15 },
  { name: 'files', unit: 'open files', tolerance: 3 },
];

/**
 * The built program follows a log that is rotated every second, in real time.
 *
 * @returns what is wrong, in words
 */
export async function followRotations({ dist, seconds, withState }) {
  const path = join(scratch, 'access.log');
  const log = new RotatingLog(path, { rate: RATE, everyMs: ROTATION_MS });
  const follower = new Follower(dist, [path, ...(withState ? ['--state', join(scratch, 'state')] : [])]);
  await follower.until(() => follower.intervals > 0, PATIENCE_MS);

  const writing = log.write();
  const samples = await sampled(follower, log, seconds).finally(() => log.end());
  await writing;
  await follower.until(() => follower.lines >= log.traffic.made, PATIENCE_MS);
  const code = await follower.stop();

  const faults = growth('real time', samples.slice(WARM_UP_SECONDS), columnsOf(withState));
  if (code !== 0) faults.push(`real time: rxmon ended with ${code}`);
  return [...faults, ...lost('real time', log.traffic, follower)];
}

/** What is seen of the program, second by second. */
async function sampled(follower, log, seconds) {
  const samples = [];
  const curve = new Curve(['seconds', 'rotations', 'written', 'counted', 'RSS MB', 'open files'], seconds);
  const startedAt = performance.now();
  for (let second = 1; second <= seconds; second++) {
    await follower.until(() => performance.now() - startedAt >= second * 1000, PATIENCE_MS);
    const sample = follower.sample();
    samples.push(sample);
    const lines = [log.traffic.made, follower.lines].map(count);
    curve.add([String(second), String(log.rotations), ...lines, sample.RSS.toFixed(1), String(sample.files)]);
  }
  return samples;
}
