import { openSync } from 'node:fs';
import { isatty, ReadStream } from 'node:tty';

/** A terminal to read keys from; it keeps the process alive while it is read, neither paused nor closed. */
export type Keyboard = ReadStream & { close(): void };

/**
 * The terminal at which the user types: standard input, or the controlling terminal where that is a pipe, as in `tail
 * -f access.log | rxmon -`. undefined where there is none.
 */
export function openKeyboard(): Keyboard | undefined {
  if (isatty(0)) {
    const stdin = process.stdin;
    // Others may still want it: it stays open, as it was.
    return Object.assign(stdin, { close: () => void stdin.pause() });
  }
  const stream = openTerminal();
  return stream && Object.assign(stream, { close: () => void stream.destroy() });
}

/**
 * Node reads from a descriptor of its own and leaves the original to us, and we cannot distinguish the two; so one
 * stays open until the process ends.
 */
function openTerminal(): ReadStream | undefined {
  try {
    const stream = new ReadStream(openSync('/dev/tty', 'r'));
    return stream.on('pause', () => stream.unref()).on('resume', () => stream.ref());
  } catch {
    return undefined;
  }
}
