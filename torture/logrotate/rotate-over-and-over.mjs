import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Rxmon } from '../followers/rxmon.mjs';
import { seeded } from '../log/random.mjs';
import { Writer } from '../log/writer.mjs';
import { scratchFolder } from '../process/scratch.mjs';
import { conclusion } from './conclusion.mjs';
import { Logrotate } from './logrotate.mjs';
import { rotateFor } from './rotate-for.mjs';

const HALVES = 0.02;

/** Has logrotate rotate a log that is written all the time, and rxmon follow it. */
export async function rotateOverAndOver(name, { directives, isPaused }, { bin, flags, rate, seconds, seed }) {
  const folder = scratchFolder(name);
  const logs = join(folder, 'logs');
  mkdirSync(logs, { mode: 0o700 });
  const path = join(logs, 'access.log');
  writeFileSync(path, '');
  const rxmon = new Rxmon(bin, [path], flags);
  await rxmon.ready();
  const isCreated = directives.includes('create');
  const isLossless = isCreated || isPaused;
  const writer = await Writer.begin({ paths: [path], linesPerSecond: rate, halves: isLossless ? HALVES : 0, seed });
  const reopen = isCreated ? `kill -USR2 ${writer.pid}` : undefined;
  const logrotate = new Logrotate({ folder, path, directives, reopen });

  const rotations = await rotateFor(seconds, { logrotate, random: seeded(seed), writing: writer, isPaused });
  const { lines: written, bytes } = await writer.stop();
  return conclusion({ rxmon, folder, path, rotations, written, bytes, isLossless });
}
