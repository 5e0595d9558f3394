import { join } from 'node:path';
import { alternate } from '../process/rounds.mjs';
import { digits } from '../text/numbers.mjs';
import { measuredRow } from '../text/row.mjs';
import { median } from '../text/statistics.mjs';

const ROUNDS = 15;

/** How long it takes until rxmon is there, against a Node that does nothing. */
export async function startup({ dist }) {
  const results = await alternate(
    'startup',
    [
      { name: 'rxmon --version', command: process.execPath, args: [join(dist, 'bin.js'), '--version'] },
      { name: 'node -e 0', command: process.execPath, args: ['-e', '0'] },
    ],
    ROUNDS,
  );
  for (const { contender, fault } of results) if (fault !== undefined) throw new Error(`${contender.name} ${fault}`);
  const work = `startup, ${ROUNDS} rounds`;
  const [ownRuns, nodeRuns] = results.map(({ runs }) => runs);
  const own = measuredRow(work, 'rxmon --version', ownRuns, { baseline: ownRuns });
  const node = measuredRow(work, 'node -e 0', nodeRuns, { baseline: ownRuns });
  const times = digits(medianSeconds(ownRuns) / medianSeconds(nodeRuns));
  return [{ ...own, note: `${work}: rxmon --version takes ${times} times as long as node -e 0` }, node];
}

const medianSeconds = (runs) => median(runs.map(({ seconds }) => seconds));
