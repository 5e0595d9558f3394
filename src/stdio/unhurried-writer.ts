import { constants, openSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';
import { scheduler } from 'node:timers/promises';
import { codeOf } from '../source/file-error.js';

const { O_WRONLY, O_NONBLOCK, O_NOCTTY } = constants;

/** The longest pause before another attempt to write; pauses grow with the wait. */
const MAX_PAUSE_MS = 50;

/**
 * Writes to an open file that refuses instead of blocking, as soon as it accepts more; it does not hold the process up
 * meanwhile.
 *
 * Node itself blocks on a terminal in write(2): if its user stops it with Ctrl-S, the process would not even see a
 * signal.
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

  /** A device has no event for accepting more, so this waits by the real clock, whatever the clock of the run. */
  private async writeLater(bytes: Buffer, done: (error?: Error) => void): Promise<void> {
    let rest: Buffer | undefined = bytes;
    for (let pauseMs = 1; rest !== undefined && !this.destroyed; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
      await scheduler.wait(pauseMs);
      const before = rest.length;
      rest = this.written(rest, done);
      if (rest !== undefined && rest.length < before) pauseMs = 1;
    }
  }

  /** Writes as much as is accepted; returns the rest, undefined when it is done. */
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

/** A stream to the terminal open as this descriptor; undefined where the terminal cannot be opened once more. */
export function unhurried(fd: number): Unhurried | undefined {
  try {
    // Opened once more, since all who have it open, such as the shell, share whether it blocks.
    return new Unhurried(openSync(`/dev/fd/${fd}`, O_WRONLY | O_NONBLOCK | O_NOCTTY));
  } catch {
    return undefined;
  }
}
