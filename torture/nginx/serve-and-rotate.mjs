import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Rxmon } from '../followers/rxmon.mjs';
import { seeded } from '../log/random.mjs';
import { conclusion } from '../logrotate/conclusion.mjs';
import { Logrotate } from '../logrotate/logrotate.mjs';
import { rotateFor } from '../logrotate/rotate-for.mjs';
import { scratchFolder } from '../process/scratch.mjs';
import { Load } from './load.mjs';
import { Nginx } from './nginx.mjs';

/** Has nginx answer requests while logrotate rotates its log, and rxmon follow that. */
export async function serveAndRotate(name, { directives, buffer, isPaused }, { bin, flags, rate, seconds, seed }) {
  const random = seeded(seed);
  const folder = scratchFolder(name);
  const logs = join(folder, 'logs');
  mkdirSync(logs, { mode: 0o700 });
  const path = join(logs, 'access.log');
  const nginx = await Nginx.start({ folder, log: path, buffer });
  const rxmon = new Rxmon(bin, [path], flags);
  await rxmon.ready();
  const isCreated = directives.includes('create');
  const reopen = isCreated ? `kill -USR1 ${nginx.pid}` : undefined;
  const logrotate = new Logrotate({ folder, path, directives, reopen });

  const load = new Load({ port: nginx.port, random, requestsPerSecond: rate });
  const rotations = await rotateFor(seconds, { logrotate, random, writing: load, isPaused });
  await load.stop();
  const written = await nginx.requests();
  await nginx.stop();
  const isCounted = written === load.answered;
  const doubts = isCounted ? [] : [`nginx counts ${written}, its clients ${load.answered}: the test is wrong`];
  return conclusion({ rxmon, folder, path, rotations, written, isLossless: isCreated || isPaused, doubts });
}
