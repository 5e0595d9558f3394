import { appendFileSync, copyFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { Report } from '../followers/report.mjs';
import { Lines } from '../log/lines.mjs';
import { between, seeded, seedFor } from '../log/random.mjs';
import { keep, removeFolder, scratchFolder } from '../process/scratch.mjs';

/** Three ranges of a file, so that both cores read it. */
const LINES = 200_000;
const PACKED_LINES = 20_000;
/** A report of them takes longer than that. */
const MAX_DELAY_MS = 250;

/** What is done to the log; `mayLose` where a report cannot be exact, and has to say so. */
const changes = [
  { name: 'rotated', change: ({ path, write }) => (renameSync(path, `${path}.1`), write(path, LINES)) },
  { name: 'truncated', mayLose: true, change: ({ path }) => truncateSync(path, 10_000) },
  { name: 'replaced', change: ({ path, write }) => (write(`${path}.new`, LINES), renameSync(`${path}.new`, path)) },
  {
    name: 'copied and truncated, written to again',
    mayLose: true,
    change: ({ path, write }) => (copyFileSync(path, `${path}.1`), write(path, 1000)),
  },
  { name: 'deleted', change: ({ path }) => rmSync(path) },
  { name: 'rewritten, longer than before', mayLose: true, change: ({ path, write }) => write(path, LINES + 10_000) },
  { name: 'appended to', change: ({ path, text }) => appendFileSync(path, text(5000)) },
  { name: 'packed and deleted', change: ({ path, packed }) => (renameSync(packed, `${packed}.2`), rmSync(path)) },
  { name: 'its packed one truncated', mayLose: true, change: ({ packed }) => truncateSync(packed, 1000) },
];

export const reportChanged = {
  id: 'report-changed',
  title: 'a report of 220,000 lines while they are rotated, truncated, replaced: exact, or says partial',
  isHeavy: true,
  async round(round, { bin, seed, flags }) {
    const random = seeded(seedFor(seed, this.id, round));
    const folder = scratchFolder(`${this.id}-${round}`);
    const path = join(folder, 'access.log');
    const packed = join(folder, 'access.log.2.gz');
    const log = new Lines(random);
    writeFileSync(path, log.take(LINES));
    writeFileSync(packed, gzipSync(log.take(PACKED_LINES), { level: 1 }));
    const others = new Lines(random, { network: '198.51.100' });
    const text = (count) => others.take(count);
    const write = (to, count) => writeFileSync(to, text(count));

    const { name, change, mayLose = false } = changes[round % changes.length];
    const report = new Report(bin, [path, packed], flags);
    await report.planned();
    await sleep(between(random, 0, MAX_DELAY_MS));
    // In the odd ones it stands still while it happens.
    if (round % 2 === 1) report.hold();
    change({ path, packed, text, write });
    report.release();
    await report.ended;

    const faults = faultsOf(report, log, mayLose);
    if (faults.length === 0) removeFolder(folder);
    else
      console.error(
        `${this.id}, round ${round} (${name}): ${faults.join(', ')}; ${report.stderr}; see ${keep(folder)}`,
      );
    return { lines: log.count, faults };
  },
};

function faultsOf({ end, counts, isPartial, stderr }, log, mayLose) {
  if (end !== 0 && end !== 1) return [`ended with ${end}`];
  const faults = [];
  if (isPartial !== (end === 1)) faults.push(`ended with ${end} and partial is ${isPartial}`);
  if (end === 1 && !mayLose) faults.push('says that it is partial');
  if (end === 1 && !/while it was read/.test(stderr)) faults.push('does not say what changed');
  if (end === 0 && (counts.hits !== log.count || counts.bytes !== log.bytes)) {
    faults.push(`${counts.hits} of ${log.count}, ${counts.bytes} of ${log.bytes} bytes, and says nothing`);
  }
  return faults;
}
