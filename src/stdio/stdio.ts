import type { Writable } from 'node:stream';
import { scheduler } from 'node:timers/promises';
import { resourceFault } from '../files/resource-fault.js';
import { unhurried } from './unhurried-writer.js';
import type { Unhurried } from './unhurried-writer.js';

/**
 * The time that readers have when the program is to end, in milliseconds: it ends within two seconds, whatever they do.
 */
export const GRACE_MS = 700;

/** The most bytes of messages that wait for a reader of standard error; later messages are only counted. */
const MAX_WAITING_BYTES = 64 * 1024;

/** Streams to the terminals behind standard output and standard error, if any. */
const terminals = new Map<number, Unhurried | undefined>();

/** Standard output; it does not keep the program alive or blocked while nobody reads it. */
export const standardOutput = (): Writable => withoutThrowing(terminalOf(1, process.stdout) ?? process.stdout);

/** The terminal behind standard output, for a full screen; likewise. */
export const screenOutput = (): Unhurried | typeof process.stdout => terminalOf(1, process.stdout) ?? process.stdout;

/** Standard error, likewise. */
const standardError = (): Writable => withoutThrowing(terminalOf(2, process.stderr) ?? process.stderr);

function terminalOf(fd: number, { isTTY }: NodeJS.WriteStream): Unhurried | undefined {
  if (!isTTY) return undefined;
  if (!terminals.has(fd)) terminals.set(fd, unhurried(fd));
  return terminals.get(fd);
}

/** Pending writes fail one by one after an output is closed; an error without a listener ends the process. */
function withoutThrowing(stream: Writable): Writable {
  return stream.listeners('error').includes(ignore) ? stream : stream.on('error', ignore);
}

const ignore = (): void => undefined;

/**
 * Writes all of a text to standard output; resolves to the exit code, 0 even when nobody reads it any more.
 *
 * @param isHurried whether a reader has only a moment, as the program is to end
 */
export function print(text: string, isHurried = false): Promise<number> {
  const written = printed(text);
  return isHurried ? withinGrace(written, 0) : written;
}

function printed(text: string): Promise<number> {
  return new Promise((resolve) => {
    standardOutput().write(text, (error) => {
      const isFault = error != null && (error as NodeJS.ErrnoException).code !== 'EPIPE';
      if (isFault) say([cannotWrite(error)]);
      resolve(isFault ? 1 : 0);
    });
  });
}

/** The message for a failed write to standard output. */
export const cannotWrite = (error: Error): string =>
  `cannot write to standard output: ${resourceFault(error) ?? error.message}`;

/** Writes messages to standard error, a line each. */
export function say(lines: readonly string[]): void {
  if (lines.length > 0) tell(lines.map((line) => `rxmon: ${line}\n`).join(''));
}

let untold = 0;
let isTold = false;

/** Writes text to standard error. While nobody reads it, it keeps only some, and later reports how much it dropped. */
export function tell(text: string): void {
  isTold = true;
  const stream = standardError();
  const waiting = stream.writableLength;
  if (waiting > 0 && waiting + text.length > MAX_WAITING_BYTES) {
    untold++;
    return;
  }
  stream.write(text, () => {
    if (untold === 0 || stream.writableLength > 0) return;
    const lost = untold;
    untold = 0;
    say([`${lost} messages are missing here, as nobody read standard error for a while`]);
  });
}

/**
 * Must be called last. Gives a reader of standard error a moment, then ends the process if an output is not read: Node
 * would wait for it.
 */
export async function endUnread(): Promise<void> {
  const isTelling = (): boolean => isTold && standardError().writableLength > 0;
  if (isTelling()) await withinGrace(told(), undefined);
  if (isTelling() || standardOutput().writableLength > 0) process.exit();
}

const told = (): Promise<void> =>
  new Promise((resolve) => {
    standardError().write('', () => {
      resolve();
    });
  });

/** The result of a promise within the time that readers have; else `late`. */
export async function withinGrace<T>(promise: Promise<T>, late: T): Promise<T> {
  const over = new AbortController();
  // Real time: the run's clock does not apply to waiting for a reader.
  const grace = scheduler.wait(GRACE_MS, { signal: over.signal }).then(
    () => late,
    () => late,
  );
  try {
    return await Promise.race([promise, grace]);
  } finally {
    over.abort();
  }
}
