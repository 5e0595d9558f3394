// Appends lines to a file at a steady rate, each by itself when the last word is `each`, and says afterwards when it had
// written how many. The main program of a process of its own, so that nothing else slows it down.
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

// Lines that are written one by one are spread out, as a server's are.
const TICK_MS = 10;
const TICK_OF_EACH_MS = 1;
const MAX_SOURCE_BYTES = 32 * 1024 * 1024;

const [source, target, rateText, secondsText, each] = process.argv.slice(2);
const rate = Number(rateText);
const total = rate * Number(secondsText);

const bytes = firstBytes(source);
const ends = endsOfLines(bytes);
const fd = openSync(target, 'a');
const startedAt = performance.now();
const progress = [];
for (let written = 0; written < total;) {
  const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * rate));
  while (written < due) written += append(written, each === 'each' ? written + 1 : due);
  progress.push([performance.timeOrigin + performance.now(), written]);
  await wait(each === 'each' ? TICK_OF_EACH_MS : TICK_MS);
}
closeSync(fd);
process.stdout.write(JSON.stringify(progress));

/** Appends the lines from number `from` on, up to number `to` or the end of what there is to repeat. */
function append(from, to) {
  const first = from % ends.length;
  const last = Math.min(ends.length, first + to - from);
  const begin = first === 0 ? 0 : ends[first - 1];
  for (let at = begin; at < ends[last - 1];) at += writeSync(fd, bytes, at, ends[last - 1] - at);
  return last - first;
}

function firstBytes(path) {
  const room = Buffer.allocUnsafe(MAX_SOURCE_BYTES);
  const from = openSync(path, 'r');
  const length = readSync(from, room, 0, room.length, 0);
  closeSync(from);
  return room.subarray(0, length);
}

/** Where each line ends, behind its newline. */
function endsOfLines(buffer) {
  const found = [];
  for (let at = buffer.indexOf(10); at !== -1; at = buffer.indexOf(10, at + 1)) found.push(at + 1);
  return found;
}
