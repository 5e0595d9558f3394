import { randomInt } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { scheduler } from 'node:timers/promises';
import { asyncScheduler, fromEvent, takeUntil } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import { generate, generateAtOnce } from '../../generate/generate.js';
import type { PacedOptions } from '../../generate/generate.js';
import { SEEDED_START_MS } from '../../generate/options.js';
import type { GenerateOptions, Templates } from '../../generate/options.js';
import { replay } from '../../generate/replay.js';
import { traffic } from '../../generate/traffic.js';
import { IS_DISK, IS_STATE, openLog } from './log-output.js';
import { say, standardOutput, withinGrace } from '../../stdio/stdio.js';
import { PLANTED } from '../../files/place.js';
import { resourceFault } from '../../files/resource-fault.js';

/** A sample is kept in memory: only its first 64 MiB are read. */
const MAX_SAMPLE_BYTES = 64 * 1024 * 1024;

/** The most batches of up to 64 KiB that wait for a slow output; then no more lines are made. */
const MAX_WAITING_BATCHES = 64;

const NEWLINE = 0x0a;

const REASONS: Readonly<Record<string, string | undefined>> = {
  EACCES: 'permission denied; change its permissions, or name another file',
  EPIPE: 'its reader has gone; start that first',
  EISDIR: 'it is a folder; name a file in it',
  ENOSPC: 'no space left on the device; make room, or name a file on another one',
  ENOTDIR: 'a part of the path is a file, not a folder; name another file',
  EPERM: 'not permitted; name another file',
  EROFS: 'the file system is read-only; name a file on another one',
  ELOOP: 'its symbolic links go in a circle; check where they point',
  [PLANTED]: 'a link on the way was made by another user where everyone may make one; name another file',
  [IS_STATE]: 'it is a state of rxmon; name another file',
  [IS_DISK]: 'it is a disk; name a file',
};
const REASONS_TO_READ = { ...REASONS, ENOENT: 'no such file; name one that exists' };
const REASONS_TO_WRITE = { ...REASONS, ENOENT: 'no such folder; make the folder first, or name another file' };

/** An operation that failed; the message says which, where, and what to do. */
class Failure extends Error {}

/**
 * Appends log lines to a file, or writes them to standard output, until there are `count` of them, SIGINT or SIGTERM
 * comes, or nobody reads standard output any more.
 *
 * @returns the exit code: 0, or 1 when a file cannot be read or written, with one line on standard error that says why
 * @throws RangeError when the rate is not at least `MIN_RATE`
 */
export async function runGenerate(options: GenerateOptions, clock: SchedulerLike = asyncScheduler): Promise<number> {
  try {
    const templates = options.sample === undefined ? traffic : await templatesOf(options.sample);
    await write({ ...options, ...startOf(options), templates }, options, clock);
    return 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say([error.message]);
    return 1;
  }
}

/** With a seed from the user, even the time stamps are the same every time. */
const startOf = ({ seed }: GenerateOptions): Pick<PacedOptions, 'seed' | 'startMs'> =>
  seed === undefined ? { seed: randomInt(2 ** 32) } : { seed, startMs: SEEDED_START_MS };

async function templatesOf(path: string): Promise<Templates> {
  const cannotRead = `cannot read the sample ${JSON.stringify(path)}`;
  const bytes = await readSample(path).catch((error: unknown) => {
    throw failure(cannotRead, REASONS_TO_READ, error);
  });
  try {
    return replay(bytes);
  } catch (error) {
    throw failure(cannotRead, {}, error);
  }
}

async function readSample(path: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  // One byte more than the limit distinguishes a file that ends here from one that goes on; `end` is inclusive.
  for await (const piece of createReadStream(path, { end: MAX_SAMPLE_BYTES })) pieces.push(piece as Uint8Array);
  const bytes = Buffer.concat(pieces);
  if (bytes.length <= MAX_SAMPLE_BYTES) return bytes;
  return bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1);
}

async function write(paced: PacedOptions, { file, wait }: GenerateOptions, clock: SchedulerLike): Promise<void> {
  try {
    await untilInterrupted(async (stop) => {
      const output = file === undefined ? standardOutput() : await openLog(file, stop);
      if (output === undefined) return;
      const source = wait ? inTime(paced, stop, clock) : atOnce(paced, stop, clock);
      const written = pipeline(source, output, { end: file !== undefined }).then(() =>
        file === undefined ? flushed(output) : undefined,
      );
      await Promise.race([written, aborted(stop).then(() => withinGrace(written, undefined))]);
      // Output that nobody reads would keep the process alive.
      if (file !== undefined) output.destroy();
    });
  } catch (error) {
    const code = codeOf(error);
    // The reader of standard output, `head` for one, has had enough.
    if (file === undefined && code === 'EPIPE') return;
    if (code === undefined) throw error;
    const where = file === undefined ? 'to standard output' : JSON.stringify(file);
    throw failure(`cannot write ${where}`, REASONS_TO_WRITE, error);
  }
}

/** Resolves when it is aborted. */
const aborted = (stop: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    stop.addEventListener('abort', () => {
      resolve();
    });
  });

/** Standard output is not ours to close; it may still be writing. */
function flushed(output: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    output.once('error', reject);
    output.write('', (error) => {
      if (error) return;
      output.off('error', reject);
      resolve();
    });
  });
}

/** Runs some work, which SIGINT and SIGTERM end early, but in order. */
async function untilInterrupted(work: (stop: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const stop = () => {
    controller.abort();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    await work(controller.signal);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

function inTime(options: PacedOptions, stop: AbortSignal, clock: SchedulerLike): Readable {
  // In object mode a batch stays one write, so that a reader of the file sees whole lines.
  const source = new Readable({ objectMode: true, read: () => undefined });
  const ready = () => source.readableLength < MAX_WAITING_BATCHES;
  const subscription = generate({ ...options, ready }, clock)
    .pipe(takeUntil(fromEvent(stop, 'abort')))
    .subscribe({
      next: (batch) => source.push(batch),
      error: (error: unknown) => source.destroy(error as Error),
      complete: () => source.push(null),
    });
  return source.once('close', () => {
    subscription.unsubscribe();
  });
}

function atOnce(options: PacedOptions, stop: AbortSignal, clock: SchedulerLike): Readable {
  const batches = generateAtOnce({ ...options, startMs: options.startMs ?? clock.now() });
  async function* untilStopped() {
    for (const batch of batches) {
      if (stop.aborted) return;
      yield batch;
      // Writing to a file or a terminal as standard output never yields: without this, Node would not see a signal.
      await scheduler.yield();
    }
  }
  return Readable.from(untilStopped(), { highWaterMark: 1 });
}

function failure(what: string, reasons: Readonly<Record<string, string | undefined>>, error: unknown): Failure {
  const { message } = error as Error;
  return new Failure(`${what}: ${reasons[codeOf(error) ?? ''] ?? resourceFault(error) ?? message}`, { cause: error });
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
