import {
  concat,
  defer,
  delay,
  filter,
  ignoreElements,
  map,
  merge,
  NEVER,
  of,
  startWith,
  switchMap,
  takeUntil,
  tap,
} from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import type { MonitorOptions } from '../../live/options.js';
import type { Run } from '../../live/pipeline.js';
import type { StateFile } from '../../live/state/state-file.js';
import { dueCheckpoint } from '../../monitor/model/accounts.js';
import { modelFrom, reportedPrimed } from '../../monitor/model/model.js';
import type { Model, Reported, ReportedInterval } from '../../monitor/model/model.js';
import { Outlet } from '../../stdio/outlet.js';
import { GRACE_MS, say } from '../../stdio/stdio.js';
import { outputClosed } from '../../stdio/stdout-terminal.js';
import type { OpenOutput } from '../output.js';
import { Ledger } from './ledger.js';
import { joined } from './queued-reports.js';
import { reportPrinter } from './text-of-output.js';
import { inLine } from './write-in-line.js';
import type { Step } from './write-in-line.js';

/**
 * Standard output, without a full screen: a table, or an object of JSON, for each interval and a line for each alert.
 */
export const openTables: OpenOutput = (options, clock) => ({
  hasTerminal: false,
  left$: NEVER,
  rules$: of([options.rule]),
  show: ({ run$, messages$, state, stop$ }) =>
    concat(
      merge(
        messages$.pipe(
          tap((line) => {
            say([line]);
          }),
        ),
        run$.pipe(switchMap((run) => tables(run, options, state, stop$, clock))),
      ).pipe(takeUntil(outputClosed()), ignoreElements()),
      of({ summary: '', messages: [] }),
    ),
});

/**
 * Writes the reports of a run, and saves its state. Reports that nobody reads wait: see `joined`.
 *
 * @param stop$ when to end; a reader then has a moment
 */
function tables(
  { start: { checkpoint, primed }, model$ }: Run,
  options: MonitorOptions,
  state: StateFile | undefined,
  stop$: Observable<unknown>,
  clock: SchedulerLike,
): Observable<unknown> {
  const first = primed === undefined ? [] : [reportedPrimed(modelFrom(checkpoint, { isKept: false }), primed)];
  return defer(() => {
    const outlet = new Outlet();
    const textOf = reportPrinter(options);
    const ledger = new Ledger(checkpoint);
    /** Whether there is something to save. */
    let hasChanged = true;
    /** A report that could not be written at once. */
    let late: Reported | undefined;
    const note = ({ accounts }: Model): void => {
      const due = accounts && dueCheckpoint(accounts);
      if (due === undefined) return;
      ledger.note(due);
      hasChanged = true;
    };
    const save = (written?: ReportedInterval, write?: () => boolean): void => {
      hasChanged = false;
      say(state?.save(ledger.checkpoint(written?.interval), write) ?? []);
    };
    // An alert is written before it is saved, so that none is missed however the program ends. An interval is written
    // between the writing of the state in which it has ended and the renaming of that: to be written twice, or never,
    // the program would have to end within that moment. (When it was written right after the renaming, which takes some
    // 20 ms as the file system puts the file on the disk, one in 50 kills missed an interval of a second.)
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
    const take = (step: Step<Reported>): void => {
      const { kind, left } = step;
      ledger.settle(kind === 'next' ? [step.item, ...left] : left);
      if (kind === 'next') write(step.item);
      if (kind === 'written') {
        if (step.item.kind === 'interval') ledger.acknowledge(step.item.interval);
        // Anything that comes next is saved with it.
        if (step.item === late && left.length === 0) save();
      }
      if (kind === 'through' && hasChanged && !ledger.isHeld) save();
    };
    return model$.pipe(
      tap(note),
      filter(({ reports }) => reports.length > 0 || hasChanged),
      map(({ reports }) => reports),
      startWith(first),
      inLine({ join: joined, isFree: outlet.isFree, freed$: outlet.freed$ }),
      tap(take),
      takeUntil(stop$.pipe(delay(GRACE_MS, clock))),
    );
  });
}
