import {
  connect,
  defer,
  delay,
  EMPTY,
  filter,
  ignoreElements,
  map,
  merge,
  of,
  scan,
  startWith,
  takeUntil,
  tap,
  withLatestFrom,
} from 'rxjs';
import type { Observable, OperatorFunction, SchedulerLike } from 'rxjs';
import type { Checkpoint } from '../../monitor/checkpoint/checkpoint.js';
import { totalWith } from '../../monitor/stats/interval-context.js';
import type { IntervalContext, RunTotal } from '../../monitor/stats/interval-context.js';
import { lag } from '../../monitor/sources/lag.js';
import type { Stats } from '../../monitor/stats/stats.js';
import type { MonitorOptions } from '../../live/options.js';
import { saves } from '../../live/pipeline.js';
import type { Counting } from '../../live/pipeline.js';
import { inLine } from './write-in-line.js';
import { Ledger } from './ledger.js';
import { Outlet } from '../../stdio/outlet.js';
import { GRACE_MS, say } from '../../stdio/stdio.js';
import { reportPrinter, activeAfter } from './text-of-output.js';
import { joined } from './queued-reports.js';
import type { Reported, ReportedInterval } from './queued-reports.js';
import type { StateFile } from '../../live/state/state-file.js';

/**
 * Writes a table, or an object of JSON, for each interval and a line for each alert, and saves the state. What nobody reads
 * waits, as `joined` says.
 *
 * @param stop$ when to end; a reader is given a moment then
 */
export function tables(
  counting: Counting,
  options: MonitorOptions,
  state: StateFile | undefined,
  stop$: Observable<unknown>,
  clock: SchedulerLike,
): Observable<unknown> {
  const { checkpoint, primed, alerts$, events$, intervals$, watched$, activeAlerts } = counting;
  const on$ = alerts$.pipe(scan(activeAfter, activeAlerts), startWith(activeAlerts));
  const textOf = reportPrinter(options);
  const shown$ = merge(primed === undefined ? EMPTY : of(primed), intervals$).pipe(
    withTotals(totalOf(checkpoint), primed),
    withLatestFrom(on$, events$.pipe(lag(), startWith(0))),
    map(([{ interval, ...rest }, alertsOn, lag]): ReportedInterval => ({
      kind: 'interval',
      interval,
      context: { ...rest, lag },
      alertsOn,
    })),
  );

  return defer(() => {
    const outlet = new Outlet();
    const ledger = new Ledger(checkpoint);
    /** Whether there is something to be saved. */
    let hasChanged = false;
    /** What was not written at once. */
    let late: Reported | undefined;
    const save = (written?: ReportedInterval, write?: () => boolean): void => {
      hasChanged = false;
      say(state?.save(ledger.checkpoint(written?.interval), write) ?? []);
    };
    // An alert is written before it is saved, so that none is missed however the program ends. An interval is written between
    // the writing of the state in which it has ended and the renaming of that: to be written twice, or never, the program
    // would have to end within that moment. (When it was written right behind the renaming, which takes some 20 ms as the
    // file system puts the file on the disk, one in 50 kills missed an interval of a second.)
    const write = (report: Reported): void => {
      if (report.kind === 'alert') {
        outlet.write(textOf(report.alert, {}));
        if (!outlet.isFree()) late = report;
        return;
      }
      const { interval, ...around } = report;
      const writeNow = (): boolean => {
        outlet.write(textOf(interval, around));
        const isFree = outlet.isFree();
        if (!isFree) [hasChanged, late] = [true, report];
        return isFree;
      };
      if (state === undefined) writeNow();
      else save(report, writeNow);
    };
    return shown$.pipe(
      connect((shown$) =>
        merge(
          state === undefined
            ? EMPTY
            : saves(counting, statsOf(shown$, primed), clock).pipe(
                tap((made) => {
                  ledger.note(made);
                  hasChanged = true;
                }),
                ignoreElements(),
              ),
          merge(alerts$.pipe(map((alert): Reported => ({ kind: 'alert', alert }))), shown$).pipe(
            inLine({ join: joined, isFree: outlet.isFree, freed$: outlet.freed$ }),
            tap((step) => {
              const { kind, left } = step;
              ledger.settle(kind === 'next' ? [step.item, ...left] : left);
              if (kind === 'next') write(step.item);
              if (kind !== 'written') return;
              if (step.item.kind === 'interval') ledger.written(step.item.interval);
              // What comes next is saved with it.
              if (step.item === late && left.length === 0) save();
            }),
            takeUntil(stop$.pipe(delay(GRACE_MS, clock))),
          ),
          state === undefined
            ? EMPTY
            : merge(of(null), watched$, shown$).pipe(
                filter(() => hasChanged && !ledger.isHeld),
                tap(() => {
                  save();
                }),
              ),
        ),
      ),
    );
  });
}

/** The intervals of what is shown, without the one before the start. */
function statsOf(shown$: Observable<ReportedInterval>, primed: Stats | undefined): Observable<Stats> {
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
