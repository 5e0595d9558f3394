import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached } from '../logs/cache.mjs';
import { plain } from '../logs/plain.mjs';
import { sample } from '../logs/sample.mjs';
import { ended, start } from '../process/children.mjs';
import { cpuSeconds } from '../process/cpu-time.mjs';
import { highWaterMark } from '../process/peak-memory.mjs';
import { scratch } from '../process/scratch.mjs';
import { count, digits, megabytes } from '../text/numbers.mjs';
import { say } from '../text/say.mjs';
import { largestLateness } from './lateness.mjs';
import { Monitor } from './monitor.mjs';

const PATIENCE_MS = 15_000;
const SOURCE_LINES = 100_000;
const writer = fileURLToPath(new URL('live-writer.mjs', import.meta.url));

/** One file that is appended to, followed by rxmon: lines lost, lateness, processor time and memory. */
export async function live(options) {
  const { dist, cache, liveRate: rate, liveSeconds: seconds } = options;
  const log = options.sample === undefined ? plain : sample(options.sample);
  const source = await cached(log, { folder: cache, bin: join(dist, 'bin.js'), count: SOURCE_LINES });
  const target = join(scratch, 'live.log');
  writeFileSync(target, '');
  say(`live: ${count(rate)} lines a second for ${seconds} s`);

  const monitor = new Monitor(dist, target);
  if (!(await monitor.until(() => true, PATIENCE_MS))) throw new Error('rxmon did not show any interval');
  const { pid } = monitor.child;
  const cpuBefore = cpuSeconds(pid);
  const written = await write(source.path, target, rate, seconds);
  const cpu = cpuSeconds(pid) - cpuBefore;
  await monitor.until(() => monitor.lines >= written.at(-1)[1], PATIENCE_MS);
  const peak = highWaterMark(pid);
  await monitor.stop();

  return [rowOf({ written, counted: monitor.counted, cpu, peak, bytes: statSync(target).size })];
}

function rowOf({ written, counted, cpu, peak, bytes }) {
  const [[from], [to, total]] = [written[0], written.at(-1)];
  const seconds = (to - from) / 1000;
  const lost = total - (counted.at(-1)?.[1] ?? 0);
  const late = largestLateness(written, counted) / 1000;
  const work = `live, ${count(total)} lines appended to one file`;
  return {
    cells: [
      work,
      'rxmon --json --interval 1s',
      digits(seconds),
      '',
      megabytes(bytes / seconds),
      count(total / seconds),
      megabytes(peak),
    ],
    note:
      `${work}: ${count(lost)} of them lost, none counted more than ${late.toFixed(2)} s late, ` +
      `${Math.round((100 * cpu) / seconds)} % of one core`,
  };
}

async function write(source, target, rate, seconds) {
  const args = [writer, source, target, rate, seconds].map(String);
  const child = start(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  const code = await ended(child);
  if (code !== 0) throw new Error(`The writer ended with ${code}`);
  return JSON.parse(output);
}
