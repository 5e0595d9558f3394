import { writeSync } from 'node:fs';

/** How long a terminal may take that is behind with showing, in steps of milliseconds. */
const STEP_MS = 10;
const MAX_STEPS = 50;

/**
 * Writes to a terminal before it returns, as at the end of the process nothing else is done any more. A terminal that is
 * closed, or that has stopped taking anything, goes without.
 */
export function writeNow(fd: number, text: string): void {
  let rest = Buffer.from(text);
  for (let step = 0; step < MAX_STEPS && rest.length > 0; step++) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      // Node has made the terminal one that refuses rather than waits.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      sleep(STEP_MS);
    }
  }
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
