import { join } from 'node:path';
import { cached } from '../logs/cache.mjs';
import { distinct } from '../logs/distinct.mjs';
import { json } from '../logs/json.mjs';
import { latency } from '../logs/latency.mjs';
import { plain } from '../logs/plain.mjs';
import { sample } from '../logs/sample.mjs';
import { goaccess } from '../peers/goaccess.mjs';
import { lnav } from '../peers/lnav.mjs';
import { mawk } from '../peers/mawk.mjs';
import { rxmon } from '../peers/rxmon.mjs';
import { wc } from '../peers/wc.mjs';
import { alternate } from '../process/rounds.mjs';
import { measuredRow, missingRow } from '../text/row.mjs';
import { count, megabytes } from '../text/numbers.mjs';

const LOGS = { plain, distinct, latency, json };
const PEERS = { goaccess, mawk, lnav, wc };

/** Reports of finished logs: rxmon against others, log by log. */
export async function reports(options) {
  const peers = peersOf(options);
  const rows = [];
  for (const name of options.logs) {
    const log = name === 'plain' && options.sample !== undefined ? sample(options.sample) : LOGS[name];
    rows.push(...(await compareOn(await cachedBy(log, options), peers, options)));
  }
  return rows;
}

function peersOf({ dist, against, peers }) {
  return [
    rxmon('rxmon', join(dist, 'bin.js')),
    ...(against === undefined ? [] : [rxmon(`rxmon of ${against}`, join(against, 'bin.js'))]),
    ...peers.map((name) => PEERS[name]()),
  ];
}

function cachedBy(log, { cache, dist, lines }) {
  return cached(log, { folder: cache, bin: join(dist, 'bin.js'), count: lines });
}

async function compareOn(log, peers, { rounds }) {
  const work = `${log.name}, ${count(log.lines)} lines, ${megabytes(log.bytes)} MB`;
  const entries = peers.map((peer) => ({ reason: peer.reason, ...peer.contender?.(log), name: peer.name }));
  const contenders = entries.filter(({ reason }) => reason === undefined);
  const results = await alternate(log.name, contenders, rounds);
  const baseline = results[0];
  if (baseline.fault !== undefined) blame(baseline);
  return entries.map((entry) => {
    const result = results.find(({ contender }) => contender === entry);
    const reason = entry.reason ?? result.fault;
    return reason === undefined
      ? measuredRow(work, entry.name, result.runs, {
          baseline: baseline.fault === undefined ? baseline.runs : [],
          ...log,
        })
      : missingRow(work, entry.name, reason);
  });
}

/** That rxmon does not know a format yet is no error of the benchmark; that it miscounts or breaks is one. */
function blame({ contender, code, fault }) {
  if (code === 2) return;
  throw new Error(`${contender.name} ${fault}\n  ${contender.command} ${contender.args.join(' ')}`);
}
