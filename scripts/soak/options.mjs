import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const PARTS = ['virtual', 'real'];
/** With less, there is too little to be judged behind the warm-up. */
const MIN_HOURS = 24;
const MIN_SECONDS = 90;

export const HELP = `npm run soak -- [flags]

  --only LIST      ${PARTS.join(',')}                          [all]
  --hours N        of virtual time, ${MIN_HOURS} or more           [72]
  --seconds N      of real time, ${MIN_SECONDS} or more              [120]
  --state          rxmon keeps its state, in the real part
  --dist FOLDER    the rxmon to run                      [dist]

Exit code 1 when memory or open files grow, or a line is lost or counted twice.`;

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @returns undefined when help was asked for; throws an Error with all that is wrong with the flags */
export function parseOptions(argv) {
  const string = { type: 'string' };
  const boolean = { type: 'boolean' };
  const { values } = parseArgs({
    args: argv,
    options: { only: string, hours: string, seconds: string, state: boolean, dist: string, help: boolean },
  });
  if (values.help) return undefined;
  const faults = [];
  const whole = (flag, standard, least) => {
    const n = Number(values[flag] ?? standard);
    if (!Number.isSafeInteger(n) || n < least) {
      faults.push(`--${flag} "${values[flag]}" is not a whole number of ${least} or more`);
    }
    return n;
  };
  const only = values.only?.split(',') ?? PARTS;
  for (const part of only)
    if (!PARTS.includes(part)) faults.push(`--only "${part}" is not known: use ${PARTS.join(', ')}`);
  const options = {
    only,
    hours: whole('hours', 72, MIN_HOURS),
    seconds: whole('seconds', 120, MIN_SECONDS),
    withState: values.state === true,
    dist: resolve(values.dist ?? join(root, 'dist')),
  };
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return options;
}
