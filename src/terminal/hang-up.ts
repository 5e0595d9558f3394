import { closeSync, fstatSync, readFileSync } from 'node:fs';
import { isatty } from 'node:tty';

/** The exit code for an end by SIGHUP: 128 plus the number of the signal, as in shells. */
export const HANG_UP_CODE = 129;

const STANDARD_STREAMS = [0, 1, 2] as const;
const STDERR = 2;
/** File flags on Linux. */
const O_NONBLOCK = 0o4000;
const O_CLOEXEC = 0o2000000;

/** Whether a stream has lost its terminal: its window was closed, or its connection was lost. */
export const isHungUp = (fd: number): boolean => !isatty(fd);

/**
 * Makes the process end well even if its terminal is closed, at whatever moment. At the very end, after all events,
 * Node restores each standard stream that was a terminal, and aborts when that fails; it skips closed streams. This
 * closes them when all has been written and the terminal is restored.
 *
 * A process with the exit code `HANG_UP_CODE` ends by SIGHUP, as its parent expects.
 */
export function endThoughHungUp(): void {
  let hasCrashed = false;
  process.on('uncaughtExceptionMonitor', () => (hasCrashed = true));
  // A closed terminal cannot report its size either, and an error without a listener ends the process.
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
 * After a crash, Node has yet to print the reason, and the terminal may not be restored yet.
 *
 * A closed terminal is still a device; closing others, like `/dev/null`, with it does no harm.
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
 * Whether Node may have to undo for others that it made the terminal refuse instead of blocking. Where it can, it does
 * that to a terminal opened again, which only this process has: that one is not passed on to programs that it starts.
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
