import type { Writable } from 'node:stream';
import { scheduler } from 'node:timers/promises';
import { resourceFault } from '../files/resource-fault.js';
import { unhurried } from './unhurried-writer.js';
import type { Unhurried } from './unhurried-writer.js';

/** How long readers are given, in milliseconds, when the program is to end: it ends within two seconds, whatever they do. */
export const GRACE_MS = 700;

/** Messages that wait for a reader of standard error, in bytes; those that come then are only counted. */
const MAX_WAITING_BYTES = 64 * 1024;

/** Streams to the terminals that standard output and standard error are, if any. */
const terminals = new Map<number, Unhurried | undefined>();

/** Standard output; it keeps the program from nothing while nobody reads it. */
export const standardOutput = (): Writable => withoutThrowing(terminalOf(1, process.stdout) ?? process.stdout);

/** The terminal that standard output is, for a full screen; likewise. */
export const screenOutput = (): Unhurried | typeof process.stdout => terminalOf(1, process.stdout) ?? process.stdout;

/** Standard error, likewise. */
const standardError = (): Writable => withoutThrowing(terminalOf(2, process.stderr) ?? process.stderr);

function terminalOf(fd: number, { isTTY }: NodeJS.WriteStream): Unhurried | undefined {
  if (!isTTY) return undefined;
  if (!terminals.has(fd)) terminals.set(fd, unhurried(fd));
  return terminals.get(fd);
}

/** Writes that were under way when an output was closed fail one by one; an error that nobody listens to ends the process. */
function withoutThrowing(stream: Writable): Writable {
  return stream.listeners('error').includes(ignore) ? stream : stream.on('error', ignore);
}

const ignore = (): void => undefined;

/**
 * Writes to standard output to the end; resolves to the exit code, 0 also when nobody reads it any more.
 *
 * @param isHurried whether a reader is given a moment only, as the program is to end
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

/** Says why standard output could not be written to. */
export const cannotWrite = (error: Error): string =>
  `cannot write to standard output: ${resourceFault(error) ?? error.message}`;

/** Tells the user something that is not output, a line each. */
export function say(lines: readonly string[]): void {
  if (lines.length > 0) tell(lines.map((line) => `rxmon: ${line}\n`).join(''));
}

let untold = 0;
let isTold = false;

/** Writes text to standard error. While nobody reads it, only some of it is kept, and how much was not is told later. */
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
 * To be called last. Gives a reader of standard error a moment, then ends the process if an output is not read: Node would
 * wait for it.
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

/** What a promise resolves to within the time that readers are given; else something else. */
export async function withinGrace<T>(promise: Promise<T>, late: T): Promise<T> {
  const over = new AbortController();
  // Real time: a reader is waited for, however time goes for the run.
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
