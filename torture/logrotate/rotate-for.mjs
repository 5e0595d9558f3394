import { setTimeout as sleep } from 'node:timers/promises';
import { between } from '../log/random.mjs';

/**
 * Rotates every one to two seconds, as names that are made of the second are to be different.
 *
 * @param writing pause and resume, which are called around each rotation when `isPaused`
 * @returns how often it was
 */
export async function rotateFor(seconds, { logrotate, random, writing, isPaused }) {
  let rotations = 0;
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) {
    await sleep(between(random, 1000, 2000));
    if (isPaused) await writing.pause();
    await logrotate.rotate();
    if (isPaused) await writing.resume();
    rotations++;
  }
  return rotations;
}
