import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endChildren } from './children.mjs';

/** A folder for what is needed during the run alone. */
export const scratch = mkdtempSync(join(tmpdir(), 'rxmon-bench-run-'));

process.on('exit', () => {
  endChildren();
  rmSync(scratch, { recursive: true, force: true });
});

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  process.on(signal, () => {
    console.error('\nInterrupted: all processes that were started are ended.');
    process.exit(code);
  });
}
