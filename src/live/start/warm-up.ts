import {
  concatMap,
  defer,
  distinct,
  EMPTY,
  filter,
  finalize,
  from,
  ignoreElements,
  last,
  map,
  merge,
  reduce,
  share,
  take,
  takeUntil,
  tap,
  timer,
} from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { addDigest, emptyDigest, merge as merged } from '../../digest/digest.js';
import type { Digest } from '../../digest/digest.js';
import { Timeline } from '../../digest/timeline.js';
import type { SecondRow } from '../../digest/timeline.js';
import { rowsOf } from '../../monitor/pauses/attribute-hits.js';
import { withBacklog } from '../../monitor/alerts/replay-backlog.js';
import type { Checkpoint } from '../../monitor/checkpoint/checkpoint.js';
import { isBatch } from '../../monitor/decode/decode.js';
import type { Batch, Decoded } from '../../monitor/decode/decode.js';
import type { Pauses } from '../../monitor/pauses/pauses.js';
import { noteProgress } from '../../monitor/checkpoint/source-progress.js';
import type { Stats } from '../../monitor/stats/stats.js';
import { resumedWatches } from '../../monitor/alerts/rule-watch.js';
import { recentEngines } from './read-recent.js';
import type { RecentEngines } from './read-recent.js';
import type { Progress, SourceEvent } from '../../source/source-event.js';
import type { MonitorOptions } from '../options.js';
import { primed } from './prime-file.js';
import { SECOND, secondOf } from '../../monitor/seconds.js';

/**
 * How often catch-up progress is saved, in milliseconds, and for the first time, so that a program that keeps crashing
 * still advances.
 */
const CATCHING_UP_MS = 250;
const FIRST_MS = 50;

/** The beginning of a run. */
export interface Start {
  /** Whether the catching up is complete; before that, the checkpoint says how far it is. */
  readonly isReady: boolean;
  readonly checkpoint: Checkpoint;
  /** The traffic of the window before the start; undefined when there was none, or it was not asked for. */
  readonly primed: Stats | undefined;
}

/** The streams at the beginning of a run, shared. */
export interface Opening {
  /** The events of the sources. */
  readonly events$: Observable<SourceEvent>;
  /** The same with each chunk decoded. */
  readonly batches$: Observable<Decoded>;
  /** The number of sources. */
  readonly sources: number;
  /** Of the run. */
  readonly pauses: Pauses;
}

/**
 * Emits a start that is ready once each source has been opened, the resumed ones have caught up, and the lines that
 * prime the windows have been read. Lines that came up to then are in its checkpoint: those of resumed sources in the
 * seconds that they state, as they were written while nobody watched, those of a pause as `rowsOf` says, all others in
 * the second in which it emits.
 * While that takes long, it emits its progress.
 */
export function starting(
  { batches$, sources }: Pick<Opening, 'batches$' | 'sources'>,
  options: MonitorOptions,
  resume: Checkpoint | undefined,
  clock: SchedulerLike,
): Observable<Start> {
  return defer(() => {
    const begun = clock.now();
    const engines = recentEngines();
    const progress = new Map<string, Progress>(resume?.sources);
    const backlog: Backlog = { written: emptyDigest(), arrived: emptyDigest() };
    const isResumed = (source: string): boolean => resume?.sources.has(source) === true;
    const counted$ = batches$.pipe(
      tap((event) => {
        noteProgress(progress, event);
        if (isBatch(event)) addBatch(backlog, event, isResumed(event.source));
      }),
      share(),
    );
    // Stopping the run does not wait for a thousand files to be primed.
    const over$ = counted$.pipe(last(null, true));
    const ready$ = counted$.pipe(
      filter(({ kind, source }) => kind === 'caught up' || (kind === 'files' && !isResumed(source))),
      distinct(({ source }) => source),
      take(sources),
      // One after the other, as they share their engines.
      concatMap((event) => (isResumed(event.source) ? EMPTY : primedBy(event, options, secondOf(begun), engines))),
      takeUntil(over$),
      reduce(added, emptyDigest()),
      share(),
    );
    const soFar = (recent?: Digest): Start => startOf(recent, backlog, progress, options, resume, begun, clock.now());
    return merge(
      counted$.pipe(takeUntil(ready$), ignoreElements()),
      timer(FIRST_MS, CATCHING_UP_MS, clock).pipe(
        takeUntil(ready$),
        map(() => soFar()),
      ),
      ready$.pipe(map(soFar)),
    );
  });
}

interface Backlog {
  /** Written while nobody watched: before the start, or in a pause. */
  readonly written: Digest;
  readonly arrived: Digest;
}

function addBatch({ written, arrived }: Backlog, batch: Batch, isResumed: boolean): void {
  const { digest, arrival } = batch;
  if (isResumed) addDigest(written, digest);
  else if (arrival === undefined) addDigest(arrived, digest);
  else addDigest(written, { ...digest, timeline: timelineOf(rowsOf(batch)) });
}

function primedBy(
  event: Decoded,
  { prime, fromStart, format, rule }: MonitorOptions,
  second: number,
  engines: RecentEngines,
): Observable<Digest> {
  const position = event.kind === 'files' ? event.positions.at(-1) : undefined;
  if (!prime || fromStart || position === undefined) return EMPTY;
  const bounds = { from: second - rule.windowSeconds, to: second + 1 };
  return defer(() => {
    let isStopped = false;
    return from(primed(event.source, position, format, bounds, engines, () => isStopped)).pipe(
      finalize(() => (isStopped = true)),
    );
  });
}

function startOf(
  recent: Digest | undefined,
  { written, arrived }: Backlog,
  sources: ReadonlyMap<string, Progress>,
  { rule }: MonitorOptions,
  resume: Checkpoint | undefined,
  begun: number,
  now: number,
): Start {
  const arrivals = new Timeline();
  arrivals.count(secondOf(now), arrived.hits, arrived.bytes, arrived.errors);
  const past = [...(recent === undefined ? [] : [recent.timeline]), written.timeline, arrivals];
  const checkpoint: Checkpoint = {
    at: now,
    sources: new Map(sources),
    interval: {
      from: resume?.interval.from ?? begun,
      digest: [written, arrived].reduce(merged, resume?.interval.digest ?? emptyDigest()),
      previous: resume?.interval.previous,
      previousLength: resume?.interval.previousLength ?? 0,
    },
    run: resume?.run ?? { from: begun, digest: emptyDigest() },
    watches: past.reduce(
      (watches, timeline) => withBacklog(watches, timeline, secondOf(now)),
      resumedWatches([rule], resume?.watches ?? [], secondOf(now)),
    ),
  };
  const isReady = recent !== undefined;
  if (recent === undefined || recent.hits === 0) return { isReady, checkpoint, primed: undefined };
  const from = (secondOf(begun) - rule.windowSeconds) * SECOND;
  const primed: Stats = { type: 'stats', from, to: begun, digest: recent, previous: undefined, previousLength: 0 };
  return { isReady, checkpoint, primed };
}

function added(sum: Digest, digest: Digest): Digest {
  addDigest(sum, digest);
  return sum;
}

function timelineOf(rows: readonly SecondRow[]): Timeline {
  const timeline = new Timeline();
  for (const { second, hits, bytes, errors } of rows) timeline.count(second, hits, bytes, errors);
  return timeline;
}
