import { closeSync, fstatSync, readFileSync } from 'node:fs';
import { isatty } from 'node:tty';

/** The exit code that stands for an end by SIGHUP: 128 and the number of the signal, as shells tell it. */
export const HANG_UP_CODE = 129;

const STANDARD_STREAMS = [0, 1, 2] as const;
const STDERR = 2;
/** Flags of a file, as Linux tells them. */
const O_NONBLOCK = 0o4000;
const O_CLOEXEC = 0o2000000;

/** Whether a stream that was a terminal is one no longer: its window was closed, or its connection was lost. */
export const isHungUp = (fd: number): boolean => !isatty(fd);

/**
 * Makes the process end well even if its terminal is closed, at whatever moment. At the very end, behind all that can be
 * listened to, Node sets each standard stream that was a terminal back to what it was, and aborts when that fails; it
 * passes over streams that are closed. Here they are, when all has been written and the terminal is as it was.
 *
 * A process with the exit code `HANG_UP_CODE` ends by SIGHUP, as whoever waits for it expects.
 */
export function endThoughHungUp(): void {
  let hasCrashed = false;
  process.on('uncaughtExceptionMonitor', () => (hasCrashed = true));
  // A terminal that is closed cannot tell its size either, and an error that nobody listens to ends the process.
  if (isatty(STDERR)) process.stderr.on('error', () => undefined);
  process.on('exit', (code) => {
    if (code === HANG_UP_CODE) {
      process.removeAllListeners('SIGHUP');
      process.kill(process.pid, 'SIGHUP');
    }
    for (const fd of STANDARD_STREAMS) if (isToBeClosed(fd, hasCrashed)) closeSync(fd);
  });
}

/**
 * After a crash, Node has yet to say why, and the terminal may not be as it was.
 *
 * A terminal that is closed is still a device; that others, like `/dev/null`, are closed with it does no harm.
 */
function isToBeClosed(fd: number, hasCrashed: boolean): boolean {
  if (isatty(fd)) return !hasCrashed && !isToBeReset(fd);
  try {
    return fstatSync(fd).isCharacterDevice();
  } catch {
    return false;
  }
}

/**
 * Whether Node may have to undo for others that it made the terminal refuse rather than wait. Where it can, it does that to
 * one that it has opened anew, which only this process has: that is not passed on to programs that it starts.
 */
function isToBeReset(fd: number): boolean {
  try {
    const [, octal = ''] = /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8')) ?? [];
    const flags = parseInt(octal, 8);
    return (flags & O_NONBLOCK) !== 0 && (flags & O_CLOEXEC) === 0;
  } catch {
    return true;
  }
}
