import { createInterface } from 'node:readline';
import { ended, start } from '../process/children.mjs';

const SEED = 1;
/** Time stamps are so many lines a second: 2,000,000 lines are five and a half hours. */
const LINES_PER_SECOND = 100;

/** The lines of the built-in generator, the same every time. */
export async function* traffic(bin, lines) {
  const args = ['generate', '--no-wait', '--seed', SEED, '-n', LINES_PER_SECOND, '--count', lines].map(String);
  const child = start(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const end = ended(child);
  yield* createInterface({ input: child.stdout });
  const code = await end;
  if (code !== 0) throw new Error(`rxmon generate ended with ${code}: build it with "npm run build"`);
}
