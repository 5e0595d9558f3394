// Lets rxmon read what would take a careless program all memory, and fails when it takes much, counts wrong or crashes:
//   npm run build && node scripts/hostile.mjs [LINES]     10,000,000 lines unless told; takes some minutes and 3 GB of disk
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { distinct } from '../bench/logs/distinct.mjs';
import { writeLines } from '../bench/logs/write-lines.mjs';
import { measure } from '../bench/process/measure.mjs';
import { scratch } from '../bench/process/scratch.mjs';

const BIN = resolve('dist/bin.js');
const MEGABYTE = 1024 * 1024;
const MOST_MB = 256;
/** Node lets the memory of a process that never waits grow further before it collects what is left behind. */
const MOST_MB_OF_A_PIPE = 512;

const lines = Number(process.argv[2] ?? 10_000_000);
const aHit = '10.0.0.1 - - [09/May/2018:16:00:39 +0000] "GET /a HTTP/1.1" 200 9 "-" "-"\n';

const report = (path) => [process.execPath, [BIN, 'report', '--json', '--format', 'combined', path]];
const pipe = (path) => [
  'sh',
  ['-c', `cat "$1" | "$2" "$3" --json --interval 24h -`, 'sh', path, process.execPath, BIN],
];

/** A gzip file of `gigabytes` of the same bytes again and again: members are written one behind the other. */
const bomb = (gigabytes, bytes) => (path) => {
  const member = gzipSync(bytes);
  const count = Math.ceil((gigabytes * 1024 * MEGABYTE) / bytes.length);
  writeFileSync(path, Buffer.concat(Array(count).fill(member)));
  return count;
};
const zeros = Buffer.alloc(64 * MEGABYTE);
const lineEnds = Buffer.alloc(64 * MEGABYTE, '\n');
const hits = Buffer.from(aHit.repeat(500_000));
const distinctLines = (path) => writeLines(path, distinct.lines({ count: lines }));

const CASES = [
  { name: 'distinct keys', write: distinctLines, command: report, hits: () => lines },
  {
    name: 'distinct keys from a pipe',
    write: distinctLines,
    command: pipe,
    most: MOST_MB_OF_A_PIPE,
    hits: () => lines,
  },
  { name: '10 GB of zeros in a .gz', write: bomb(10, zeros), command: report, unparsed: () => 1 },
  {
    name: '5 GB of line ends in a .gz',
    write: bomb(5, lineEnds),
    command: report,
    unparsed: (n) => n * lineEnds.length,
  },
  { name: '3 GB of one hit in a .gz', write: bomb(3, hits), command: report, hits: (n) => n * 500_000 },
  { name: '3 GB of one endless line', write: endless(3), command: report, unparsed: () => 1 },
];

function endless(gigabytes) {
  return (path) => {
    writeFileSync(path, '');
    for (let i = 0; i < gigabytes * 16; i++) writeFileSync(path, zeros, { flag: 'a' });
  };
}

if (!existsSync(BIN)) {
  console.error('dist/bin.js is not there: build it with npm run build');
  process.exit(1);
}
for (const { name, write, command, most = MOST_MB, hits = () => 0, unparsed = () => 0 } of CASES) {
  const path = join(scratch, 'hostile.log');
  const written = await write(path);
  const { seconds, peakBytes, code, output, errors } = await measure({
    command: command(path)[0],
    args: command(path)[1],
  });
  const found = output()
    .split('\n')
    .filter((line) => /^\{"type":"(stats|report)"/.test(line))
    .map((line) => JSON.parse(line));
  const sum = (key) => found.reduce((total, object) => total + object[key], 0);
  const faults = [
    ...(code === 0 ? [] : [`it ended with ${code}: ${errors().slice(0, 500)}`]),
    ...(sum('hits') === hits(written) ? [] : [`${sum('hits')} of ${hits(written)} hits`]),
    ...(sum('unparsed') === unparsed(written) ? [] : [`${sum('unparsed')} of ${unparsed(written)} unparsed lines`]),
    ...(peakBytes < most * MEGABYTE ? [] : [`more than ${most} MB`]),
  ];
  console.log(`${name}: ${seconds.toFixed(1)} s, ${Math.round(peakBytes / MEGABYTE)} MB`);
  for (const fault of faults) console.error(`FAILED: ${name}: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
  rmSync(path, { force: true });
}
