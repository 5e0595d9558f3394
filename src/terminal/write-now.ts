import { writeSync } from 'node:fs';

/** The time a terminal may need when it is behind, in steps of milliseconds. */
const STEP_MS = 10;
const MAX_STEPS = 50;

/**
 * Writes to a terminal synchronously, as nothing else runs at the end of the process. A terminal that is closed, or
 * that has stopped accepting output, goes without.
 */
export function writeNow(fd: number, text: string): void {
  let rest = Buffer.from(text);
  for (let step = 0; step < MAX_STEPS && rest.length > 0; step++) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      // Node has made the terminal refuse instead of blocking.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      sleep(STEP_MS);
    }
  }
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
