import { asyncScheduler, fromEvent, merge, mergeMap, reduce, share, take, tap } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { addDigest, emptyDigest } from '../digest/digest.js';
import type { Digest } from '../digest/digest.js';
import { detect } from '../engine/detect.js';
import type { Layout } from '../format/layout.js';
import type { AlertRule } from '../monitor/alerts.js';
import { logAlerts } from '../monitor/log-alerts.js';
import { foldAll, foldStream } from '../report/fold-all.js';
import type { FoldEvent } from '../report/fold-all.js';
import { planReport } from '../report/plan.js';
import type { Plan } from '../report/plan.js';
import { expandGlobs } from '../source/expand.js';
import { startFault, STDIN } from '../source/fault.js';
import { escapeText } from '../view/escape.js';
import type { Report } from '../view/report.js';
import type { ReportOptions } from './command.js';
import { clearBar, progressBar } from './progress.js';
import { print, say } from './output.js';
import { resourceFault } from './resource.js';

/** Reads finished logs to their end and prints one report; resolves to the exit code. */
export async function runReport(options: ReportOptions, clock: SchedulerLike = asyncScheduler): Promise<number> {
  const { paths, unmatched } = expandGlobs(options.files);
  const files = paths.filter((path) => path !== STDIN);
  const plan = await planReport(files, options.format, options.bounds);
  const stdinFault = paths.includes(STDIN) ? startFault(STDIN) : undefined;
  const faults = [
    ...unmatched.map((glob) => `no file matches "${glob}": check the pattern, or name the file`),
    ...plan.faults,
    ...(stdinFault === undefined ? [] : [`${STDIN} ${stdinFault}`]),
  ];
  if (faults.length > 0) {
    say(faults.map(escapeText));
    return 1;
  }
  if (options.format === 'auto') say(chosen(plan));

  let code = 0;
  let isPartial = false;
  let isStopped = false;
  const stop$ = merge(fromEvent(process, 'SIGINT'), fromEvent(process, 'SIGTERM')).pipe(
    take(1),
    tap(() => {
      isStopped = true;
      isPartial = true;
    }),
    share(),
  );
  const fail = (path: string, reason: string): void => {
    code = 1;
    clearBar();
    say([escapeText(`${path} ${reason}`)]);
  };
  // What draws the report is loaded while the workers read: 40 ms that nobody waits for.
  const view = import('./report-text.js');
  const report$ = foldEvents(plan, paths.includes(STDIN), options, stop$).pipe(
    tap((event) => {
      if (event.kind === 'failed') fail(event.path, event.reason);
    }),
    progressBar(totalBytes(plan), clock),
    reduce((digest, event) => {
      if (event.kind === 'digest') addDigest(digest, event.digest);
      return digest;
    }, emptyDigest()),
    mergeMap(async (digest) => {
      const { textOf } = await view;
      return print(`${textOf(reportOf(digest, options.rule, paths.length, isPartial), options)}\n`, isStopped);
    }),
  );
  return new Promise((resolve) => {
    report$.subscribe({
      error: (error: unknown) => {
        clearBar();
        say([escapeText(resourceFault(error) ?? (error instanceof Error ? error.message : String(error)))]);
        resolve(1);
      },
      next: (printed) => {
        resolve(Math.max(code, printed));
      },
    });
  });
}

function foldEvents(
  { tasks }: Plan,
  hasStdin: boolean,
  { format, bounds }: ReportOptions,
  stop$: Observable<unknown>,
): Observable<FoldEvent> {
  const layoutOf = (head: Uint8Array): Layout | undefined => {
    if (format !== 'auto') return format;
    const layout = detect(head);
    if (layout !== undefined) say([`${STDIN} is read as ${layout.name}`]);
    return layout;
  };
  const files$ = foldAll(tasks, stop$);
  return hasStdin ? merge(files$, foldStream(process.stdin, STDIN, layoutOf, bounds, stop$)) : files$;
}

/** Says which format was found, once for all files that have it. */
function chosen({ layouts }: Plan): string[] {
  const byName = new Map<string, string[]>();
  for (const [path, { name }] of layouts) byName.set(name, [...(byName.get(name) ?? []), path]);
  return [...byName].map(([name, [first = '', ...others]]) =>
    others.length === 0 ? `${escapeText(first)} is read as ${name}` : `${others.length + 1} files are read as ${name}`,
  );
}

function totalBytes({ tasks }: Plan): number {
  return tasks.reduce((sum, { range, size }) => sum + (range === undefined ? size : range.to - range.from), 0);
}

function reportOf(digest: Digest, rule: AlertRule, files: number, isPartial: boolean): Report {
  const rows = digest.timeline.rows();
  return {
    type: 'report',
    from: (rows[0]?.second ?? 0) * 1000,
    to: (rows.at(-1)?.second ?? 0) * 1000,
    digest,
    alerts: logAlerts(rows, rule),
    files,
    isPartial,
  };
}
