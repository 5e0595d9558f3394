import { connect, EMPTY, filter, map, merge, of, scan, startWith, tap, withLatestFrom } from 'rxjs';
import type { Observable, OperatorFunction, SchedulerLike } from 'rxjs';
import type { Checkpoint } from '../monitor/checkpoint.js';
import { totalWith } from '../monitor/context.js';
import type { IntervalContext, RunTotal } from '../monitor/context.js';
import { lag } from '../monitor/lag.js';
import type { Stats } from '../monitor/stats.js';
import type { MonitorOptions } from './command.js';
import { saves } from './counting.js';
import type { Counting } from './counting.js';
import { say } from './output.js';
import { reportPrinter, stillOn } from './printer.js';
import type { StateFile } from './state-file.js';

/** Writes a table, or an object of JSON, for each interval and a line for each alert, and saves the state. */
export function tables(
  counting: Counting,
  options: MonitorOptions,
  state: StateFile | undefined,
  clock: SchedulerLike,
): Observable<unknown> {
  const { checkpoint, primed, alerts$, events$, intervals$, wasOn } = counting;
  const on$ = alerts$.pipe(scan(stillOn, wasOn), startWith(wasOn));
  const textOf = reportPrinter(options);
  const texts$ = merge(primed === undefined ? EMPTY : of(primed), intervals$).pipe(
    withTotals(totalOf(checkpoint), primed),
    withLatestFrom(on$, events$.pipe(lag(), startWith(0))),
    map(([{ interval, ...rest }, alertsOn, lag]) => ({
      interval,
      text: textOf(interval, { alertsOn, context: { ...rest, lag } }),
    })),
  );

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
        state === undefined
          ? EMPTY
          : saves(counting, statsOf(shown$, primed), clock).pipe(
              tap((made) => {
                say(state.save(made, write));
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
