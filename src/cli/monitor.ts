import { distinct, EMPTY, filter, fromEvent, map, merge, scan, share, take, takeUntil, tap } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import type { Digest } from '../digest/digest.js';
import { alerts } from '../monitor/alerts.js';
import { decode } from '../monitor/decode.js';
import { detected } from '../monitor/detected.js';
import { stats } from '../monitor/stats.js';
import { steadyClock } from '../monitor/steady-clock.js';
import type { SourceEvent } from '../source/chunk.js';
import { expandGlobs } from '../source/expand.js';
import { startFault } from '../source/fault.js';
import { openSource } from '../source/open.js';
import { escapeKey, escapeText } from '../view/escape.js';
import type { MonitorOptions } from './command.js';
import { reportPrinter, stillOn } from './printer.js';
import type { Report } from './printer.js';
import { print, say } from './output.js';
import { outputClosed } from './terminal.js';

/** Follows the files and shows what happens, until it is told to stop or every source has ended; resolves to the exit code. */
export function runMonitor(options: MonitorOptions, clock: SchedulerLike = steadyClock()): Promise<number> {
  const { paths, unmatched } = expandGlobs(options.files);
  const faults = [
    ...unmatched.map((glob) => `no file matches "${escapeText(glob)}": check the pattern, or name the file`),
    ...paths.flatMap((path) => faultsOf(path)),
  ];
  if (faults.length > 0) {
    say(faults);
    return Promise.resolve(1);
  }
  return new Promise((resolve) => {
    monitor(paths, options, clock).subscribe({
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
function monitor(paths: readonly string[], options: MonitorOptions, clock: SchedulerLike): Observable<unknown> {
  const stop$ = merge(fromEvent(process, 'SIGINT'), fromEvent(process, 'SIGTERM')).pipe(take(1));
  const sources = paths.map((path) => openSource(path, { fromStart: options.fromStart }, clock));

  // Sources emit nothing while they are subscribed to, so all who share them are there when the first bytes come.
  const events$ = merge(...sources).pipe(takeUntil(stop$), share());
  const digests$ = events$.pipe(decode(options.format), share());
  const alerts$ = digests$.pipe(alerts([options.rule], clock));
  const stats$ = digests$.pipe(stats({ every: options.intervalMs }, clock));

  const formats$ = options.format === 'auto' && process.stdout.isTTY ? formatsOf(events$) : EMPTY;
  const remarks$ = merge(noticesOf(events$), formats$, unparsedOf(digests$)).pipe(
    tap((line) => {
      say([line]);
    }),
  );
  const textOf = reportPrinter(options);
  const reports$ = merge<Report[]>(alerts$, stats$).pipe(
    scan(({ on }, report) => ({ on: stillOn(on, report), report }), { on: [], report: undefined } as Shown),
    tap(({ on, report }) => {
      // A reader that has stopped, as a pager does, misses tables rather than making them pile up; alerts are kept for it.
      if (report === undefined || (report.type === 'stats' && process.stdout.writableNeedDrain)) return;
      process.stdout.write(textOf(report, on));
    }),
  );
  return merge(remarks$, reports$).pipe(takeUntil(outputClosed()));
}

interface Shown {
  readonly on: ReturnType<typeof stillOn>;
  readonly report: Report | undefined;
}

function noticesOf(events$: Observable<SourceEvent>): Observable<string> {
  return events$.pipe(
    filter((event) => event.kind === 'notice'),
    map(({ source, text }) => `${escapeText(source)} ${text}`),
  );
}

/** Says of each source which format was found. */
function formatsOf(events$: Observable<SourceEvent>): Observable<string> {
  return events$.pipe(
    detected(),
    map(({ source, layout }) => `${escapeText(source)} is read as ${layout.name}`),
  );
}

/** Says of each source once that it has lines which do not fit. */
function unparsedOf(digests$: Observable<Digest>): Observable<string> {
  return digests$.pipe(
    map(({ sample }) => sample),
    filter((sample) => sample !== undefined),
    distinct(({ source }) => source),
    map(
      ({ source, line }) =>
        `${escapeText(source)} has lines that do not fit the log format; they are counted as unparsed, like this one: ${escapeKey(line)}`,
    ),
  );
}
