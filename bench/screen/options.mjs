import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { wholeNumbers } from '../text/whole-number.mjs';

const PARTS = ['cost', 'each', 'frames', 'keys'];

export const HELP = `npm run bench:screen -- [flags]     a quick look: --rounds 1 --seconds 10 --keys 40

  --only LIST      ${PARTS.join(',')}                             [all]
  --bin PATH       the rxmon to measure                               [dist/bin.js]
  --rounds R       how often processor time is measured               [3]
  --seconds S      for how long                                       [60]
  --warm-up S      before each measurement                            [15]
  --rate N         lines a second while processor time is measured    [1000]
  --keys K         how many keys are pressed                          [200]
  --keys-rate N    lines a second while they are                      [100000]
  --seed N         of the times between them                          [1]

It needs Linux, with the script of util-linux. Tables go to standard output, everything else to standard error.`;

/** @returns undefined when help was asked for; throws an Error with all that is wrong with the flags */
export function parseOptions(argv) {
  const string = { type: 'string' };
  const { values } = parseArgs({
    args: argv,
    options: {
      only: string,
      bin: string,
      rounds: string,
      seconds: string,
      'warm-up': string,
      rate: string,
      keys: string,
      'keys-rate': string,
      seed: string,
      help: { type: 'boolean' },
    },
  });
  if (values.help) return undefined;
  const faults = [];
  const whole = wholeNumbers(values, faults);
  const only = values.only?.split(',') ?? PARTS;
  for (const part of only) {
    if (!PARTS.includes(part)) faults.push(`--only "${part}" is not known: use ${PARTS.join(', ')}`);
  }
  const options = {
    only,
    bin: values.bin === undefined ? fileURLToPath(new URL('../../dist/bin.js', import.meta.url)) : resolve(values.bin),
    rounds: whole('rounds', 3),
    seconds: whole('seconds', 60),
    warmUp: whole('warm-up', 15),
    rate: whole('rate', 1000),
    keys: whole('keys', 200),
    keysRate: whole('keys-rate', 100_000),
    seed: whole('seed', 1),
  };
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return options;
}
