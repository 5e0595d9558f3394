import { rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { cpuSeconds } from '../process/cpu-time.mjs';
import { scratch } from '../process/scratch.mjs';
import { count, digits } from '../text/numbers.mjs';
import { markdownTable } from '../text/markdown.mjs';
import { say } from '../text/say.mjs';
import { median, spread } from '../text/statistics.mjs';
import { mostInASecond } from './most-in-a-second.mjs';
import { Terminal } from './terminal.mjs';
import { flood, generate } from './writers.mjs';

const SCREEN = { name: 'full screen', flags: [] };
const PLAIN = { name: '--plain -i 10', flags: ['--plain', '-i', '10'] };
const TAIL = { name: 'tail -F', program: 'tail', flags: ['-F'] };

/** Processor time with traffic, of the full screen and of tables one below the other, turn by turn. */
export function cost(options) {
  const write = ({ bin, rate }, log) => generate(bin, log, rate);
  return table('twenty writes a second', write, [SCREEN, PLAIN], options);
}

/** The same where the log is written as servers write it that do not buffer, and what the program takes that only copies it. */
export function costOfEach(options) {
  const write = async ({ bin, rate }, log) => {
    writeFileSync(log, '');
    return (await flood(bin, log, rate, true)).stop;
  };
  return table('each written by itself', write, [SCREEN, PLAIN, TAIL], options);
}

async function table(how, write, programs, options) {
  const results = programs.map((program) => ({ program, runs: [] }));
  for (let round = 1; round <= options.rounds; round++) {
    for (const { program, runs } of results) {
      const run = await measured(program, write, options);
      runs.push(run);
      say(`${program.name}, ${how}, round ${round} of ${options.rounds}: ${digits(run.cpu)} %, load ${run.load}`);
    }
  }
  const head = ['program', '% of a core (min – max)', 'frames/s', 'most in a second', 'kB/s', 'load'];
  const rows = results.map(({ program, runs }) => [program.name, ...cellsOf(runs)]);
  const what = `${count(options.rate)} lines a second, ${how}, for ${options.seconds} s after ${options.warmUp} s`;
  return `Following ${what}, limit 3 %:\n\n${markdownTable(head, rows, 1)}`;
}

async function measured({ flags, program }, write, options) {
  const { bin, seconds, warmUp } = options;
  const log = join(scratch, 'cost.log');
  const stop = await write(options, log);
  const terminal = program === undefined ? new Terminal([bin, ...flags, log]) : new Terminal([...flags, log], program);
  await wait(warmUp * 1000);
  const [cpuBefore, bytesBefore, from] = [cpuSeconds(terminal.pid), terminal.bytes, performance.now()];
  await wait(seconds * 1000);
  const took = (performance.now() - from) / 1000;
  const cpu = (100 * (cpuSeconds(terminal.pid) - cpuBefore)) / took;
  const bytes = (terminal.bytes - bytesBefore) / took;
  const times = terminal.frames.map(({ beganAt }) => beganAt).filter((at) => at >= from && at < from + 1000 * took);
  const load = loadavg()[0].toFixed(2);
  await terminal.close();
  await stop();
  rmSync(log);
  return { cpu, bytes, frames: times.length / took, most: mostInASecond(times), load };
}

function cellsOf(runs) {
  const cpu = spread(runs.map((run) => run.cpu));
  return [
    `${digits(cpu.median)} (${digits(cpu.min)} – ${digits(cpu.max)})`,
    digits(median(runs.map(({ frames }) => frames))),
    String(Math.max(...runs.map(({ most }) => most))),
    digits(median(runs.map(({ bytes }) => bytes)) / 1000),
    runs.map(({ load }) => load).join(', '),
  ];
}
