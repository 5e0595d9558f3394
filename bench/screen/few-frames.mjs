import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { scratch } from '../process/scratch.mjs';
import { markdownTable } from '../text/markdown.mjs';
import { say } from '../text/say.mjs';
import { mostInASecond } from './most-in-a-second.mjs';
import { Terminal } from './terminal.mjs';
import { generate } from './writers.mjs';

const FILLING_MS = 3000;
/** Until what came before is on the screen. */
const SETTLING_MS = 1500;
const SECONDS = 10;
/** Faster than a key that is held repeats. */
const HELD_MS = 20;

/** How few frames there are: while a key is held, and while nothing changes. */
export async function fewFrames({ bin, rate }) {
  say(`frames: ${SECONDS} s with a key that is held, ${SECONDS} s with nothing that changes`);
  const log = join(scratch, 'frames.log');
  const stop = generate(bin, log, rate);
  const terminal = new Terminal([bin, log]);
  await wait(FILLING_MS);
  const held = await during(terminal, () => holdTab(terminal));
  await stop();
  await wait(SETTLING_MS);
  terminal.press(' ');
  await wait(SETTLING_MS);
  const frozen = await during(terminal, () => wait(SECONDS * 1000));
  await terminal.close();
  rmSync(log);
  return markdownTable(
    ['what happens', `frames in ${SECONDS} s`, 'most in a second', 'limit'],
    [
      ['Tab is held, with traffic', ...held, '10 in a second'],
      ['frozen, without traffic', ...frozen, '0'],
    ],
    1,
  );
}

async function holdTab(terminal) {
  const until = performance.now() + SECONDS * 1000;
  while (performance.now() < until) {
    terminal.press('\t');
    await wait(HELD_MS);
  }
}

async function during(terminal, work) {
  const before = terminal.frames.length;
  await work();
  const times = terminal.frames.slice(before).map(({ beganAt }) => beganAt);
  return [String(times.length), String(mostInASecond(times))];
}
