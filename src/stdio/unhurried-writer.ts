import { constants, openSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';
import { scheduler } from 'node:timers/promises';
import { codeOf } from '../source/file-error.js';

const { O_WRONLY, O_NONBLOCK, O_NOCTTY } = constants;

/** How long to wait for what takes nothing, the longer the longer it lasts. */
const MAX_PAUSE_MS = 50;

/**
 * Writes to an open file that refuses rather than waits, as soon as it takes more, and keeps the process from nothing
 * meanwhile.
 *
 * Node itself waits for a terminal in write(2): when its user stops it with Ctrl-S, the process would not even see a signal.
 */
export class Unhurried extends Writable {
  /** @param fd opened with O_NONBLOCK */
  constructor(readonly fd: number) {
    super();
  }

  override _write(bytes: Buffer, _: string, done: (error?: Error) => void): void {
    const rest = this.written(bytes, done);
    if (rest !== undefined) void this.writeLater(rest, done);
  }

  /** A device says no other way when it takes more, so this waits by the real clock, however time goes for the run. */
  private async writeLater(bytes: Buffer, done: (error?: Error) => void): Promise<void> {
    let rest: Buffer | undefined = bytes;
    for (let pauseMs = 1; rest !== undefined && !this.destroyed; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
      await scheduler.wait(pauseMs);
      const before = rest.length;
      rest = this.written(rest, done);
      if (rest !== undefined && rest.length < before) pauseMs = 1;
    }
  }

  /** Writes what is taken; gives what is left, undefined when it is done. */
  private written(bytes: Buffer, done: (error?: Error) => void): Buffer | undefined {
    let rest = bytes;
    try {
      while (rest.length > 0) rest = rest.subarray(writeSync(this.fd, rest));
      done();
    } catch (error) {
      if (codeOf(error) === 'EAGAIN') return rest;
      done(error as Error);
    }
    return undefined;
  }
}

/** A stream to the terminal that is open as this descriptor; undefined where that cannot be opened once more. */
export function unhurried(fd: number): Unhurried | undefined {
  try {
    // Opened once more, as all who have it open, such as the shell, share whether it waits.
    return new Unhurried(openSync(`/dev/fd/${fd}`, O_WRONLY | O_NONBLOCK | O_NOCTTY));
  } catch {
    return undefined;
  }
}
