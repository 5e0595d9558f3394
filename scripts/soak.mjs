// Lets rxmon run for long, with keys that never come again, and fails when its memory grows or a line is lost.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { machine } from '../bench/text/machine.mjs';
import { followRotations } from './soak/follow-rotations.mjs';
import { HELP, parseOptions } from './soak/options.mjs';
import { virtualDays } from './soak/virtual-days.mjs';

const PARTS = { virtual: virtualDays, real: followRotations };

async function soak(options) {
  if (!existsSync(join(options.dist, 'bin.js'))) {
    throw new Error(`${options.dist} has no bin.js: build it with "npm run build"`);
  }
  if (globalThis.gc === undefined) throw new Error('There is no gc() to measure with: run it as "npm run soak"');
  if (options.only.includes('real') && !existsSync('/proc/self/status')) {
    throw new Error('The real part needs the /proc of Linux: leave it out with --only virtual');
  }
  console.log(`${machine()}.`);
  const faults = [];
  for (const part of options.only) faults.push(...(await PARTS[part](options)));
  for (const fault of faults) console.error(`FAILED: ${fault}`);
  if (faults.length === 0) console.log('\nNothing grew, and every line was counted once.');
  process.exitCode = faults.length === 0 ? 0 : 1;
}

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === undefined) console.log(HELP);
  else await soak(options);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
