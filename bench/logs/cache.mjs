import { createReadStream, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../text/say.mjs';
import { writeLines } from './write-lines.mjs';

/** To be raised when the lines of a log change. */
const VERSION = 1;

/** The file of a log, which is written when it is not there from another run; then it is in the system's cache. */
export async function cached(log, { folder, bin, count }) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${log.id ?? log.name}-${count}.v${VERSION}.log`);
  if (!existsSync(path)) {
    say(`${path}: writing ${log.about}`);
    await writeLines(path, log.lines({ bin, count }), log.encoding);
  }
  await readThrough(path);
  return { name: log.name, path, lines: count, bytes: statSync(path).size };
}

/** So that nobody is the first who reads it from the disk. */
async function readThrough(path) {
  for await (const bytes of createReadStream(path, { highWaterMark: 1024 * 1024 })) void bytes;
}
