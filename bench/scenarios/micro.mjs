import { fileURLToPath } from 'node:url';
import { measure } from '../process/measure.mjs';
import { failureOf } from '../process/failure.mjs';
import { say } from '../text/say.mjs';

const program = fileURLToPath(new URL('../micro.mjs', import.meta.url));

/** The micro-benchmarks in a process of their own; resolves to their table. */
export async function micro({ dist }) {
  say('micro: the parts of the engine and of the digest');
  const run = await measure({ command: process.execPath, args: [program, dist] });
  if (run.code !== 0) throw new Error(`micro ${failureOf(run)}`);
  return run.output();
}
