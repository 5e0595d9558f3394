import { rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { randomOf } from '../logs/random.mjs';
import { scratch } from '../process/scratch.mjs';
import { markdownTable } from '../text/markdown.mjs';
import { count, digits } from '../text/numbers.mjs';
import { say } from '../text/say.mjs';
import { median } from '../text/statistics.mjs';
import { Terminal } from './terminal.mjs';
import { flood } from './writers.mjs';

/** Between two keys: at no fixed distance from the frames that come every second. */
const LEAST_MS = 300;
const MOST_MS = 700;
const PATIENCE_MS = 3000;

/** How soon Tab is answered, without traffic, which is what the measuring itself takes, and with much. */
export async function keys(options) {
  const rows = [];
  for (const rate of [0, options.keysRate]) rows.push(await pressed(rate, options));
  const head = ['asked lines/s', 'written lines/s', 'keys', 'unanswered', 'median ms', 'p95 ms', 'max ms', 'load'];
  return `From a key to the end of the frame that answers it, limit 50 ms:\n\n${markdownTable(head, rows, 0)}`;
}

async function pressed(rate, { bin, keys: presses, seed, warmUp }) {
  const log = join(scratch, 'keys.log');
  writeFileSync(log, '');
  const terminal = new Terminal([bin, log]);
  const writer = rate === 0 ? undefined : await flood(bin, log, rate);
  say(`keys: ${presses} with ${count(rate)} lines a second`);
  await wait(warmUp * 1000);
  const [from, before] = [performance.now(), writer?.lines() ?? 0];
  const { answers, unanswered } = await answersTo(terminal, presses, seed);
  const written = ((writer?.lines() ?? 0) - before) / ((performance.now() - from) / 1000);
  const load = loadavg()[0].toFixed(2);
  await writer?.stop();
  await terminal.close();
  rmSync(log);
  const sorted = answers.toSorted((a, b) => a - b);
  const p95 = sorted[Math.ceil(0.95 * sorted.length) - 1];
  say(`keys: the slowest took ${sorted.slice(-12).map(digits).join(', ')} ms`);
  return [
    count(rate),
    count(written),
    String(presses),
    String(unanswered),
    ...[median(sorted), p95, sorted.at(-1)].map(digits),
    load,
  ];
}

async function answersTo(terminal, presses, seed) {
  const random = randomOf(seed);
  const answers = [];
  let unanswered = 0;
  let focus = focusIn(terminal.frames.map(({ text }) => text).join(''));
  for (let i = 0; i < presses; i++) {
    await wait(LEAST_MS + random() * (MOST_MS - LEAST_MS));
    const at = terminal.press('\t');
    // A frame that was under way may hold the marker as well, where it was.
    const frame = await terminal.frame(
      ({ beganAt, text }) => beganAt >= at && ![undefined, focus].includes(focusIn(text)),
      PATIENCE_MS,
    );
    if (frame === undefined) unanswered++;
    else {
      answers.push(frame.endedAt - at);
      focus = focusIn(frame.text);
    }
  }
  return { answers, unanswered };
}

/** The name behind the last marker of the focus; undefined where there is none. */
const focusIn = (text) => [...stripVTControlCharacters(text).matchAll(/▸ (\S+)/g)].at(-1)?.[1];
