import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { settled } from '../followers/settled.mjs';
import { Lines } from '../log/lines.mjs';
import { LogFile } from '../log/log-file.mjs';
import { seeded } from '../log/random.mjs';
import { Writer } from '../log/writer.mjs';
import { keep, removeFolder, scratchFolder } from '../process/scratch.mjs';
import { Lives } from './lives.mjs';

const OLD_LINES = 50;
const PATIENCE_MS = 15_000;

/**
 * Has rxmon follow logs that are written and rotated without a pause, and ends and starts it so many times meanwhile.
 *
 * @returns written: lines, bytes, rotations; total: the last that rxmon printed; printed: the hits of all tables of all
 *   lives; faults: all that is wrong; folder: where to look, if anything is
 */
export async function killOverAndOver(name, variant, { bin, flags, without, kills, rate, seed }) {
  const folder = scratchFolder(name);
  const random = seeded(seed);
  const files = Array.from({ length: variant.logs }, (_, i) =>
    join(folder, i === 0 ? 'access.log' : `access-${i + 1}.log`),
  );
  for (const file of files) writeOld(file, random);
  const state = without.includes('--state') ? undefined : join(folder, 'state');
  const lives = new Lives({ bin, files, flags: [...(state ? ['--state', state] : []), ...flags], random });
  // Where a first start begins is where the file ends then: from there on each line is to be counted.
  await lives.measure();
  if (state !== undefined) await isThere(state);
  const writer = await Writer.begin({ paths: files, linesPerSecond: rate, seed, ...variant.writing });

  const faults = [];
  const count = Math.max(1, Math.round(kills * variant.share));
  try {
    for (let i = 0; i < count; i++) await lives.next(variant);
  } catch (error) {
    faults.push(error.message);
  }
  const written = await writer.stop();
  if (faults.length === 0) {
    await settled(lives.current, written.lines);
    await lives.end('SIGTERM').catch((error) => faults.push(error.message));
  }
  const total = lives.current.total;
  faults.push(...faultsOf(written, total, lives.log));
  const result = { count, written, total, printed: lives.printed, faults };
  if (faults.length === 0) removeFolder(folder);
  else writeFileSync(join(folder, 'torture.json'), JSON.stringify({ seed, ...result, lives: lives.log }, null, 2));
  return faults.length === 0 ? result : { ...result, folder: keep(folder) };
}

async function isThere(path) {
  const until = performance.now() + PATIENCE_MS;
  while (!existsSync(path)) {
    if (performance.now() > until) throw new Error(`rxmon has not saved its state for ${PATIENCE_MS / 1000} s`);
    await sleep(20);
  }
}

function writeOld(path, random) {
  const log = new LogFile(path, new Lines(random));
  log.write(OLD_LINES);
  log.close();
}

function faultsOf(written, total, log) {
  if (total === undefined) return ['no total was printed'];
  const faults = [];
  const counted = total.hits + total.unparsed;
  if (counted !== written.lines) faults.push(`${counted - written.lines} of ${written.lines} lines`);
  else if (total.bytes !== written.bytes) faults.push(`${total.bytes - written.bytes} of ${written.bytes} bytes`);
  if (total.unparsed > 0) faults.push(`${total.unparsed} unparsed`);
  const beginnings = new Set(log.flatMap((life) => life.total?.from ?? []));
  if (beginnings.size > 1)
    faults.push(`counted from ${beginnings.size} different times on: ${[...beginnings].join(', ')}`);
  return faults;
}
