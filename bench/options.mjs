import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { wholeNumbers } from './text/whole-number.mjs';

const SCENARIOS = ['reports', 'startup', 'live', 'micro'];
const LOGS = ['plain', 'distinct', 'latency', 'json'];
const PEERS = ['goaccess', 'mawk', 'lnav', 'wc'];

export const HELP = `npm run bench -- [flags]     a quick look: --lines 200000 --rounds 3 --live-seconds 3

  --only LIST          ${SCENARIOS.join(',')}                  [all]
  --lines N            lines of a log                            [2000000]
  --rounds R           how often each program reads a log        [5]
  --logs LIST          ${LOGS.join(',')}               [all]
  --sample FILE        lines of plain, repeated                  [generated]
  --peers LIST         ${PEERS.join(',')}; none                [all]
  --dist FOLDER        the rxmon to measure                      [dist]
  --against FOLDER     another dist, to compare with
  --live-rate N        lines a second                            [200000]
  --live-seconds S                                               [10]
  --cache FOLDER       where logs are kept from run to run       [rxmon-bench in the temporary folder]

Tables go to standard output, everything else to standard error.`;

const root = fileURLToPath(new URL('..', import.meta.url));

/** @returns undefined when help was asked for; throws an Error with all that is wrong with the flags */
export function parseOptions(argv) {
  const string = { type: 'string' };
  const { values } = parseArgs({
    args: argv,
    options: {
      only: string,
      lines: string,
      rounds: string,
      logs: string,
      sample: string,
      peers: string,
      dist: string,
      against: string,
      'live-rate': string,
      'live-seconds': string,
      cache: string,
      help: { type: 'boolean' },
    },
  });
  if (values.help) return undefined;
  const faults = [];
  const whole = wholeNumbers(values, faults);
  const list = (flag, known) => {
    if (values[flag] === 'none') return [];
    const names = values[flag]?.split(',') ?? known;
    for (const name of names) {
      if (!known.includes(name)) faults.push(`--${flag} "${name}" is not known: use ${known.join(', ')}`);
    }
    return names;
  };
  const options = {
    only: list('only', SCENARIOS),
    lines: whole('lines', 2_000_000),
    rounds: whole('rounds', 5),
    logs: list('logs', LOGS),
    sample: values.sample,
    peers: list('peers', PEERS),
    dist: resolve(values.dist ?? join(root, 'dist')),
    against: values.against && resolve(values.against),
    liveRate: whole('live-rate', 200_000),
    liveSeconds: whole('live-seconds', 10),
    cache: resolve(values.cache ?? join(tmpdir(), 'rxmon-bench')),
  };
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return options;
}
