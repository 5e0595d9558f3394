// Counts whether rxmon loses or doubles a line, whatever is done to its logs: `npm run torture`.
import { machine } from '../bench/text/machine.mjs';
import { ownRound } from './matrix/own-rounds.mjs';
import { peerColumns } from './matrix/peer-columns.mjs';
import { scenarios } from './matrix/scenarios.mjs';
import { inParallel } from './matrix/schedule.mjs';
import { tableOf } from './matrix/table.mjs';
import { optionsOf } from './options.mjs';

const ids = scenarios.map(({ id }) => id);
const options = optionsOf(
  `npm run torture -- [flags] [-- FLAGS]     a quick look: --rounds 1 --only rename-create,late-lines

  --rounds N       how often each case is played                         [10]
  --only LIST      ${ids.join(', ')} [all]
  --parallel N     light cases that are played at a time                 [8]
  --heavy N        heavy cases that are played at a time, behind the others [3]
  --peers          measures goaccess, mtail and lnav too, where they are installed`,
  {
    rounds: { kind: 'number', standard: 10 },
    only: { kind: 'list', standard: ids, known: ids },
    parallel: { kind: 'number', standard: 8 },
    heavy: { kind: 'number', standard: 3 },
    peers: { kind: 'switch', standard: false },
  },
);

const rows = scenarios
  .filter(({ id }) => options.only.includes(id))
  .map((scenario) => ({ scenario, results: [], skipped: reasonToSkip(scenario) }));

console.error(`Seed ${options.seed}, ${options.rounds} rounds.`);
const rounds = Array.from({ length: options.rounds }, (_, i) => i + 1);
const tasks = (isHeavy) =>
  rounds.flatMap((round) =>
    rows
      .filter(({ scenario, skipped }) => skipped === undefined && (scenario.isHeavy ?? false) === isHeavy)
      .map(({ scenario, results }) => async () => {
        results.push(await ownRound(scenario, round, options));
      }),
  );
await inParallel(tasks(false), options.parallel);
await inParallel(tasks(true), options.heavy);
const peers = options.peers
  ? await peerColumns(
      rows.map(({ scenario }) => scenario),
      options.seed,
    )
  : [];

console.log(`${machine()}.\n\n${tableOf(rows, peers)}`);
const bad = rows.flatMap(({ results }) => results).filter(({ faults }) => faults.length > 0);
// What a case that could not be played has started may still run, and is ended with this process.
process.exit(bad.length > 0 ? 1 : 0);

function reasonToSkip({ flags = [], skipped }) {
  const missing = flags.filter((flag) => options.without.includes(flag));
  return missing.length > 0 ? `this rxmon does not know ${missing.join(' ')}` : skipped?.();
}
