import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ended, start } from './children.mjs';
import { gnuTimePeak, hasGnuTime, underGnuTime, watchPeak } from './peak-memory.mjs';
import { scratch } from './scratch.mjs';

/**
 * Runs one fresh process to its end. Its output goes to files, so that nobody's reading of it is measured.
 *
 * @returns seconds, peakBytes, code (a number, or the signal's name), and output and errors as functions
 */
export async function measure({ command, args, env = {} }) {
  const [out, err, peakFile] = ['out', 'err', 'peak'].map((name) => join(scratch, name));
  const [outFd, errFd] = [openSync(out, 'w'), openSync(err, 'w')];
  const [wrapper, wrapped] = underGnuTime(command, args, peakFile);
  try {
    const startedAt = performance.now();
    const child = start(wrapper, wrapped, { stdio: ['ignore', outFd, errFd], env: { ...process.env, ...env } });
    const peak = hasGnuTime ? () => gnuTimePeak(peakFile) : watchPeak(child.pid);
    const exit = new Promise((resolve) => child.once('exit', () => resolve(performance.now())));
    const code = await ended(child);
    const seconds = ((await exit) - startedAt) / 1000;
    return {
      seconds,
      peakBytes: peak(),
      code,
      output: () => readFileSync(out, 'utf8'),
      errors: () => readFileSync(err, 'utf8'),
    };
  } finally {
    closeSync(outFd);
    closeSync(errFd);
  }
}
