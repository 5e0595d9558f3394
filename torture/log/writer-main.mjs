// A process that writes logs at a steady rate, in small batches, and rotates them; see `writer.mjs` for its options.
import { Lines } from './lines.mjs';
import { between, oneOf, seeded } from './random.mjs';
import { RotatingLog } from './rotating-log.mjs';

const BATCH_MS = 4;
/** After a pause of the whole machine it catches up in steps, not at once. */
const MAX_BATCH_LINES = 2000;

const {
  paths,
  linesPerSecond,
  rotateMs = Infinity,
  rotateSpreadMs = 0,
  halves = 0,
  seed,
  identical,
  ...rotation
} = JSON.parse(process.argv[2]);
const random = seeded(seed);
const lines = new Lines(random, { identical });
const logs = paths.map((path) => new RotatingLog(path, lines, rotation));

let isPaused = false;
let due = 0;
let last = performance.now();
let rotateAt = last + untilRotation();

const timer = setInterval(() => {
  const now = performance.now();
  const elapsedMs = now - last;
  last = now;
  if (isPaused) return;
  due += (elapsedMs * linesPerSecond) / 1000;
  const count = Math.min(Math.floor(due), MAX_BATCH_LINES);
  due -= count;
  write(count);
  if (now < rotateAt || !logs.every(({ isReady }) => isReady)) return;
  for (const log of logs) log.rotate();
  rotateAt = Math.max(rotateAt + untilRotation(), now);
}, BATCH_MS);

function untilRotation() {
  return rotateMs + between(random, -rotateSpreadMs, rotateSpreadMs);
}

function write(count) {
  const log = oneOf(random, logs);
  const half = count > 1 && random() < halves;
  log.write(half ? count - 1 : count);
  if (half) log.writeHalf();
}

const commands = {
  // Lines that are open are ended: a pause is a time in which nothing is written.
  pause() {
    isPaused = true;
    for (const log of logs) log.write(0);
    process.send({ command: 'pause' });
  },
  resume() {
    isPaused = false;
    process.send({ command: 'resume' });
  },
  async stop() {
    clearInterval(timer);
    for (const log of logs) await log.close();
    const [{ rotations }] = logs;
    process.send({ command: 'stop', lines: lines.count, bytes: lines.bytes, rotations }, () => process.disconnect());
  },
};

process.on('message', (command) => commands[command]());
process.on('disconnect', () => clearInterval(timer));
// What nginx is told by SIGUSR1, which Node keeps for its debugger.
process.on('SIGUSR2', () => {
  for (const log of logs) log.reopen();
});
process.send({ command: 'begun' });
