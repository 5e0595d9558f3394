// Measures what the full screen costs and how soon it answers a key, in a terminal of 200x60, and prints tables.
import { existsSync } from 'node:fs';
import { cost, costOfEach } from './screen/cost.mjs';
import { fewFrames } from './screen/few-frames.mjs';
import { keys } from './screen/keys.mjs';
import { HELP, parseOptions } from './screen/options.mjs';
import { machine } from './text/machine.mjs';

const PARTS = { cost, each: costOfEach, frames: fewFrames, keys };

async function screen(options) {
  if (!existsSync(options.bin)) throw new Error(`There is no ${options.bin}: build it with "npm run build"`);
  if (!existsSync('/proc/self/stat')) throw new Error('It needs the /proc of Linux');
  process.stdout.write(`${machine()}.\n`);
  for (const part of options.only) process.stdout.write(`\n${await PARTS[part](options)}\n`);
}

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === undefined) console.log(HELP);
  else await screen(options);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
