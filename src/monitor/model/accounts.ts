import { addDigest, emptyDigest } from '../../digest/digest.js';
import type { Digest } from '../../digest/digest.js';
import { Timeline } from '../../digest/timeline.js';
import type { Files, Progress } from '../../source/source-event.js';
import type { Evaluated } from '../alerts/evaluate-rules.js';
import { withHits } from '../alerts/rule-watch.js';
import type { WatchState } from '../alerts/rule-watch.js';
import type { Checkpoint } from '../checkpoint/checkpoint.js';
import { noteProgress } from '../checkpoint/source-progress.js';
import type { Batch } from '../decode/decode.js';
import { rowsOf } from '../pauses/attribute-hits.js';
import { secondOf } from '../seconds.js';
import type { Run } from '../stats/run.js';
import type { Interval } from '../stats/stats.js';
import { itemsOf, pushed } from './shared-list.js';
import type { SharedList } from './shared-list.js';

/**
 * All that a run has read and counted, for making checkpoints. It is a value.
 *
 * Intervals and judged seconds state the last batch that they count, so events of one moment may come in any order: the
 * accounts are whole as soon as they have seen every batch that the others have counted.
 */
export interface Accounts {
  /** The last end of a second or an interval, in milliseconds since 1970. */
  readonly at: number;
  /** As of the events that have left the log. */
  readonly sources: ReadonlyMap<string, Progress>;
  /** The traffic of the open interval in batches that have left the log; later parts are not merged into it yet. */
  readonly open: Digest;
  readonly parts: readonly Digest[];
  readonly interval: Omit<Checkpoint['interval'], 'digest'>;
  /** Of the intervals that have ended, likewise. */
  readonly run: Run;
  /** Events that are not in the sums above: as a rule, the events of the second that has not ended. */
  readonly log: SharedList<Batch | Files>;
  /** The number of the last batch seen. */
  readonly seen: number;
  /** The number of the last batch of an interval that has ended. */
  readonly closed: number;
  /** The states of the rules at the second that was judged last; undefined before the first. */
  readonly watches: readonly WatchState[] | undefined;
  /** The number of the last batch of a second that was judged. */
  readonly judged: number;
  /** The hits of later batches. */
  readonly unjudged: SharedList<Unjudged>;
  /** Whether something has come since the last checkpoint. */
  readonly hasNews: boolean;
  /** Whether the end of a second or an interval calls for a checkpoint. */
  readonly isDue: boolean;
}

interface Unjudged {
  readonly number: number;
  readonly counts: readonly (readonly [second: number, hits: number])[];
}

/** The most events in the log: a source that is read fast has thousands of batches a second. */
const MAX_LOG = 64;

/** The accounts of a run that resumes from a checkpoint; of a new run, the states of the rules are not known yet. */
export function accountsFrom({ at, sources, interval, run, watches }: Checkpoint, isNew = false): Accounts {
  const { digest, ...rest } = interval;
  return {
    at,
    sources,
    open: digest,
    parts: [],
    // No interval has a negative length, though the clock may have been set back.
    interval: { ...rest, from: Math.min(rest.from, at) },
    run,
    log: undefined,
    seen: 0,
    closed: 0,
    watches: isNew ? undefined : watches,
    judged: 0,
    unjudged: undefined,
    hasNews: true,
    isDue: false,
  };
}

/** The accounts after an event; the ones before do not change. A due checkpoint stays due until `afterCheckpoint`. */
export function account(accounts: Accounts, event: Batch | Files | Interval | Evaluated): Accounts {
  if ('type' in event) return withInterval(accounts, event);
  switch (event.kind) {
    case 'batch':
      return withBatch(accounts, event);
    case 'files':
      return { ...accounts, log: pushed(accounts.log, event), hasNews: true };
    case 'evaluated':
      return withJudged(accounts, event);
  }
}

/** The accounts without the due checkpoint, once it could be made. */
export const afterCheckpoint = (accounts: Accounts): Accounts =>
  isSettled(accounts) ? { ...accounts, isDue: false, hasNews: false } : accounts;

/** The due checkpoint; undefined when none is due, or the accounts are not whole yet. */
export function dueCheckpoint(accounts: Accounts): Checkpoint | undefined {
  if (!isSettled(accounts)) return undefined;
  const { at, sources, open, parts, interval, run, watches = [], unjudged } = withoutLog(accounts, Infinity);
  const arrived = itemsOf(unjudged).flatMap(({ counts }) => counts);
  return {
    // A judged second has ended a little before an interval that ends with it.
    at: Math.max(at, interval.from),
    sources,
    interval: { ...interval, digest: parts.length === 0 ? open : sumOf([open, ...parts]) },
    run,
    watches: arrived.length === 0 ? watches : watches.map((watch) => withHits(watch, arrived, secondOf(at))),
  };
}

/** Whether a checkpoint is due and can be made. */
const isSettled = ({ isDue, seen, closed, judged, watches }: Accounts): boolean =>
  isDue && watches !== undefined && seen >= closed && seen >= judged;

function withBatch(before: Accounts, batch: Batch): Accounts {
  const isFull = (before.log?.size ?? 0) >= MAX_LOG;
  // Events before this millisecond are in no interval that may still end.
  const { log, ...accounts } = isFull ? withoutLog(before, batch.at) : before;
  const { number } = batch;
  const isJudged = number <= before.judged;
  const counts = rowsOf(batch).map(({ second, hits }) => [second, hits] as const);
  return {
    ...accounts,
    log: pushed(log, batch),
    seen: number,
    unjudged: isJudged ? before.unjudged : pushed(before.unjudged, { number, counts }),
    hasNews: true,
  };
}

function withJudged(before: Accounts, { at, second, watches, raised }: Evaluated): Accounts {
  const { open, parts, ...accounts } = withoutLog(before, at);
  const { through } = second;
  return {
    ...accounts,
    at,
    // Merged once a second, not with each batch, as merging copies all of it.
    open: parts.length === 0 ? open : sumOf([open, ...parts]),
    parts: [],
    watches,
    judged: Math.max(accounts.judged, through),
    unjudged: itemsOf(accounts.unjudged)
      .filter(({ number }) => number > through)
      .reduce<SharedList<Unjudged>>(pushed, undefined),
    isDue: accounts.isDue || accounts.hasNews || raised.length > 0,
  };
}

function withInterval(before: Accounts, { from, to, digest, through }: Interval): Accounts {
  const { open, parts } = before;
  const accounts: Accounts = {
    ...before,
    at: to,
    closed: Math.max(before.closed, through),
    open: emptyDigest(),
    parts: [],
    interval: { from: to, previous: digest, previousLength: to - from },
    isDue: true,
  };
  return withoutLog(accounts, to, [open, ...parts]);
}

/**
 * The accounts with the events of the log before `at` moved into the sums.
 *
 * @param ended other digests of intervals that have ended
 */
function withoutLog(accounts: Accounts, at: number, ended: readonly Digest[] = []): Accounts {
  const log = itemsOf(accounts.log);
  const isOld = (event: Batch | Files): boolean => event.kind === 'files' || event.at < at;
  const end = log.findIndex((event) => !isOld(event));
  const old = end < 0 ? log : log.slice(0, end);
  if (old.length + ended.length === 0) return accounts;
  const sources = new Map(accounts.sources);
  for (const event of old) noteProgress(sources, event);
  const batches = old.filter((event) => event.kind === 'batch');
  const isClosed = ({ number }: Batch): boolean => number <= accounts.closed;
  const closed = batches.filter(isClosed).map(({ digest }) => digest);
  const open = batches.filter((batch) => !isClosed(batch)).map(({ digest }) => digest);
  return {
    ...accounts,
    sources,
    run: withDigests(accounts.run, [...ended, ...closed]),
    parts: open.length === 0 ? accounts.parts : [...accounts.parts, sumOf(open)],
    log: log.slice(old.length).reduce<SharedList<Batch | Files>>(pushed, undefined),
  };
}

/** A run with more digests added. Its timeline stays empty: a row for each second would grow without end. */
function withDigests(run: Run, digests: readonly Digest[]): Run {
  if (digests.every(({ hits, unparsed }) => hits + unparsed === 0)) return run;
  return { from: run.from, digest: { ...sumOf([run.digest, ...digests]), timeline: new Timeline() } };
}

function sumOf(digests: readonly Digest[]): Digest {
  const sum = emptyDigest();
  for (const digest of digests) addDigest(sum, digest);
  return sum;
}
