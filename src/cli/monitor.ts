import {
  connect,
  EMPTY,
  filter,
  fromEvent,
  map,
  merge,
  mergeMap,
  of,
  scan,
  share,
  startWith,
  switchMap,
  take,
  takeUntil,
  tap,
  withLatestFrom,
} from 'rxjs';
import type { Observable, OperatorFunction, SchedulerLike } from 'rxjs';
import { checkpoints } from '../monitor/checkpoint.js';
import type { Checkpoint } from '../monitor/checkpoint.js';
import { totalWith } from '../monitor/context.js';
import type { IntervalContext, RunTotal } from '../monitor/context.js';
import { decoded } from '../monitor/decode.js';
import { lag } from '../monitor/lag.js';
import { stats } from '../monitor/stats.js';
import type { Stats } from '../monitor/stats.js';
import { steadyClock } from '../monitor/steady-clock.js';
import { watching } from '../monitor/watching.js';
import { expandGlobs } from '../source/expand.js';
import { startFault } from '../source/fault.js';
import { openSource } from '../source/open.js';
import { escapeText } from '../view/escape.js';
import type { MonitorOptions } from './command.js';
import { print, say } from './output.js';
import { reportPrinter, stillOn } from './printer.js';
import { remarks } from './remarks.js';
import { withoutRotated } from './rotated.js';
import { starting } from './start.js';
import type { Opening, Start } from './start.js';
import { StateFile } from './state-file.js';
import { takenUp } from './taken-up.js';
import { outputClosed } from './terminal.js';

/** Follows the files and shows what happens, until it is told to stop or every source has ended; resolves to the exit code. */
export function runMonitor(options: MonitorOptions, clock: SchedulerLike = steadyClock()): Promise<number> {
  const { paths: all, unmatched } = expandGlobs(options.files);
  const { paths, remarks: leftOut } = options.fromStart ? { paths: all, remarks: [] } : withoutRotated(all);
  const state = options.state === undefined ? undefined : new StateFile(options.state, paths);
  const faults = [
    ...unmatched.map((glob) => `no file matches "${escapeText(glob)}": check the pattern, or name the file`),
    ...paths.flatMap((path) => faultsOf(path)),
    ...(state?.startFault() ?? []),
  ];
  if (faults.length > 0) {
    say(faults);
    return Promise.resolve(1);
  }
  say(leftOut);
  const { checkpoint, refusal } = state?.load() ?? {};
  if (refusal !== undefined) say([refusal]);
  if (state !== undefined && checkpoint !== undefined) say([takenUp(state.path, checkpoint, paths, options.utc)]);
  return new Promise((resolve) => {
    monitor(paths, options, state, checkpoint, clock).subscribe({
      error: (error: unknown) => {
        say([escapeText(error instanceof Error ? error.message : String(error))]);
        resolve(1);
      },
      // What was written last may still fail.
      complete: () => {
        resolve(print(''));
      },
    });
  });
}

function faultsOf(path: string): string[] {
  const fault = startFault(path);
  return fault === undefined ? [] : [`${escapeText(path)} ${fault}`];
}

/** The whole pipeline, which writes what it has to say as it goes. */
function monitor(
  paths: readonly string[],
  options: MonitorOptions,
  state: StateFile | undefined,
  resume: Checkpoint | undefined,
  clock: SchedulerLike,
): Observable<unknown> {
  const { fromStart, poll } = options;
  const stop$ = merge(fromEvent(process, 'SIGINT'), fromEvent(process, 'SIGTERM')).pipe(take(1));
  const sources = paths.map((path) => openSource(path, { fromStart, poll, resume: resume?.sources.get(path) }, clock));

  // Sources emit nothing while they are subscribed to, so all who share them are there when the first bytes come. Whoever
  // comes when they have ended is told so, and does not make them begin again.
  const events$ = merge(...sources).pipe(takeUntil(stop$), share({ resetOnComplete: false }));
  const decoded$ = events$.pipe(decoded(options.format), share({ resetOnComplete: false }));
  const opening = { events$, decoded$, sources: paths.length };

  const reports$ = starting(opening, options, resume, clock).pipe(
    filter((start) => {
      if (!start.isReady) say(state?.save(start.checkpoint) ?? []);
      return start.isReady;
    }),
    switchMap((start) => run(opening, start, options, state, clock)),
  );
  return merge(remarks(opening, options), reports$).pipe(takeUntil(outputClosed()));
}

/** What is counted, shown and saved from a start on. */
function run(
  { events$, decoded$ }: Opening,
  { checkpoint, primed }: Start,
  options: MonitorOptions,
  state: StateFile | undefined,
  clock: SchedulerLike,
): Observable<unknown> {
  const digests$ = decoded$.pipe(map(({ digest }) => digest));
  const watched$ = digests$.pipe(watching([options.rule], clock, checkpoint.watches), share());
  const alerts$ = watched$.pipe(
    mergeMap(({ raised }) => raised),
    share(),
  );
  // What is above the threshold is told of the rule that holds now.
  const wasOn = checkpoint.watches.flatMap(({ triggered, rule }) =>
    triggered === undefined ? [] : { ...triggered, rule },
  );
  const on$ = alerts$.pipe(scan(stillOn, wasOn), startWith(wasOn));

  const textOf = reportPrinter(options);
  const intervals$ = digests$.pipe(stats({ every: options.intervalMs, resume: checkpoint.interval }, clock));
  const texts$ = merge(primed === undefined ? EMPTY : of(primed), intervals$).pipe(
    withTotals(totalOf(checkpoint), primed),
    withLatestFrom(on$, events$.pipe(lag(), startWith(0))),
    map(([{ interval, ...rest }, alertsOn, lag]) => ({
      interval,
      text: textOf(interval, { alertsOn, context: { ...rest, lag } }),
    })),
  );
  const saves = (stats$: Observable<Stats>): Observable<Checkpoint> =>
    state === undefined
      ? EMPTY
      : checkpoints({ events$, digests$, stats$, watched$ }, checkpoint, clock).pipe(startWith(checkpoint));

  let unwritten: string | undefined;
  const write = (): void => {
    // A reader that has stopped, as a pager does, misses tables rather than making them pile up; alerts are kept for it.
    if (unwritten !== undefined && !process.stdout.writableNeedDrain) process.stdout.write(unwritten);
    unwritten = undefined;
  };
  // An alert is written before it is saved, so that none is missed however the program ends. An interval is written between
  // the writing of the state in which it has ended and the renaming of that: to be written twice, or never, the program
  // would have to end within that moment. (When it was written right behind the renaming, which takes some 20 ms as the
  // file system puts the file on the disk, one in 50 kills missed an interval of a second.)
  return texts$.pipe(
    connect((shown$) =>
      merge(
        alerts$.pipe(
          tap((alert) => {
            process.stdout.write(textOf(alert, {}));
          }),
        ),
        shown$.pipe(tap(({ text }) => (unwritten = text))),
        saves(statsOf(shown$, primed)).pipe(
          tap((made) => {
            say(state?.save(made, write) ?? []);
          }),
        ),
        shown$.pipe(tap(write)),
      ),
    ),
  );
}

/** The intervals of what is shown, without the one before the start. */
function statsOf(shown$: Observable<{ readonly interval: Stats }>, primed: Stats | undefined): Observable<Stats> {
  return shown$.pipe(
    map(({ interval }) => interval),
    filter((interval) => interval !== primed),
  );
}

interface ShownInterval extends Omit<IntervalContext, 'lag'> {
  readonly interval: Stats;
}

/** Each interval with what has been counted up to its end. */
function withTotals(before: RunTotal, primed: Stats | undefined): OperatorFunction<Stats, ShownInterval> {
  return scan(
    ({ total }, interval) => {
      const isPrimed = interval === primed;
      return { interval, isPrimed, total: isPrimed ? total : totalWith(total, interval.digest) };
    },
    { total: before } as ShownInterval,
  );
}

function totalOf({ run: { from, digest } }: Checkpoint): RunTotal {
  return { from, hits: digest.hits, bytes: digest.bytes, unparsed: digest.unparsed };
}
