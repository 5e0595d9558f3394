// Measures rxmon side by side with other programs, and prints the table of the README.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { HELP, parseOptions } from './options.mjs';
import { memoryMethod } from './process/peak-memory.mjs';
import './process/scratch.mjs';
import { live } from './scenarios/live.mjs';
import { micro } from './scenarios/micro.mjs';
import { reports } from './scenarios/reports.mjs';
import { startup } from './scenarios/startup.mjs';
import { machine } from './text/machine.mjs';
import { tableOf } from './text/table.mjs';

async function bench(options) {
  for (const dist of [options.dist, options.against ?? options.dist]) {
    if (!existsSync(join(dist, 'bin.js'))) throw new Error(`${dist} has no bin.js: build it with "npm run build"`);
  }
  const rows = [];
  for (const [name, scenario] of Object.entries({ reports, startup, live })) {
    if (options.only.includes(name)) rows.push(...(await scenario(options)));
  }
  if (rows.length > 0) process.stdout.write(`${machine()}.\n${method(options)}\n\n${tableOf(rows)}\n`);
  if (options.only.includes('micro')) process.stdout.write(`\n${await micro(options)}`);
}

const method = ({ rounds }) =>
  `Medians of ${rounds} alternating rounds of fresh processes on files in the system's cache; ${memoryMethod}.`;

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === undefined) console.log(HELP);
  else await bench(options);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
