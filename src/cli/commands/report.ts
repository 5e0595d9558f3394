import { asyncScheduler, fromEvent, merge, mergeMap, reduce, share, take, tap } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { addDigest, emptyDigest } from '../../digest/digest.js';
import type { Digest } from '../../digest/digest.js';
import { detect } from '../../engine/detect.js';
import type { Layout } from '../../format/layout.js';
import type { Rule } from '../../monitor/alerts/alerts.js';
import { logAlerts } from '../../monitor/alerts/backtest.js';
import { foldAll } from '../../report/fold-all.js';
import type { FoldEvent } from '../../report/fold-all.js';
import { foldStream } from '../../report/fold-stream.js';
import { openStream } from '../../report/open-stream.js';
import { isAsNamed, planReport, sameFile } from '../../report/plan.js';
import type { Plan } from '../../report/plan.js';
import { bytesOf } from '../../report/task.js';
import { expandGlobs, presentName } from '../../source/paths/expand-globs.js';
import type { Expanded } from '../../source/paths/expand-globs.js';
import { escapeText } from '../../text/escape.js';
import type { Report } from '../../view/report/report.js';
import type { ReportOptions } from '../../outputs/stdout/report-options.js';
import { clearBar, progressBar } from '../../stdio/progress-bar.js';
import { print, say } from '../../stdio/stdio.js';
import { resourceFault } from '../../files/resource-fault.js';

/** Reads finished logs to their end and prints one report; resolves to the exit code. */
export async function runReport(options: ReportOptions, clock: SchedulerLike = asyncScheduler): Promise<number> {
  const { plan, unmatched, repeated, isSettled } = await planned(options);
  const faults = [
    ...unmatched.map((glob) => `no file matches "${glob}": check the pattern, or name the file`),
    ...plan.faults,
  ];
  if (faults.length > 0) {
    say(faults.map(escapeText));
    return 1;
  }
  say([...repeats(repeated), ...plan.remarks].map(escapeText));
  if (options.format === 'auto') say(chosen(plan));

  if (!isSettled) say(['the files are renamed faster than they can be opened: some may be missing']);
  let code = isSettled ? 0 : 1;
  let isPartial = !isSettled;
  let isStopped = false;
  const stop$ = merge(fromEvent(process, 'SIGINT'), fromEvent(process, 'SIGTERM')).pipe(
    take(1),
    tap(() => {
      isStopped = true;
      isPartial = true;
    }),
    share(),
  );
  const tell = (path: string, text: string): void => {
    clearBar();
    say([escapeText(`${path} ${text}`)]);
  };
  // The drawing code is loaded while the workers read: 40 ms that nobody waits for.
  const view = import('../../outputs/stdout/report-text.js');
  const report$ = foldEvents(plan, options, stop$).pipe(
    tap((event) => {
      if (event.kind === 'remark') tell(event.path, event.text);
      if (event.kind !== 'failed') return;
      code = 1;
      isPartial = true;
      tell(event.path, event.reason);
    }),
    progressBar(bytesOf(plan.tasks), clock),
    reduce((digest, event) => {
      if (event.kind === 'digest') addDigest(digest, event.digest);
      return digest;
    }, emptyDigest()),
    mergeMap(async (digest) => {
      const { textOf } = await view;
      return print(`${textOf(reportOf(digest, options.rule, plan, isPartial), options)}\n`, isStopped);
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

interface Planned extends Expanded {
  readonly plan: Plan;
  readonly isSettled: boolean;
}

/**
 * The most attempts to plan: files may be renamed while they are opened, as in a rotation, and each time planning
 * starts over.
 */
const MAX_PLANS = 10;

/** The plan for all files by their names at one moment. */
async function planned({ files, format, bounds }: ReportOptions): Promise<Planned> {
  for (let round = 1; ; round++) {
    const names = expandGlobs(files, presentName);
    const plan = await planReport(names.paths, format, bounds);
    const isSettled = isAsNamed(plan) && expandGlobs(files, presentName).paths.join('\0') === names.paths.join('\0');
    if (isSettled || round === MAX_PLANS) return { ...names, plan, isSettled };
    for (const file of plan.files) file.close();
  }
}

function foldEvents(
  { tasks, streams }: Plan,
  { format, bounds }: ReportOptions,
  stop$: Observable<unknown>,
): Observable<FoldEvent> {
  const streams$ = streams.map((path) => {
    const layoutOf = (head: Uint8Array): Layout | undefined => {
      if (format !== 'auto') return format;
      const layout = detect(head);
      if (layout !== undefined) say([`${escapeText(path)} is read as ${layout.name}`]);
      return layout;
    };
    return foldStream(() => openStream(path), { path, layoutOf, bounds }, stop$);
  });
  return merge(foldAll(tasks, stop$), ...streams$);
}

/** Messages about names of the same file, one for all. */
function repeats(repeated: Expanded['repeated']): string[] {
  const [first] = repeated;
  if (first === undefined) return [];
  const [name, other] = first;
  if (repeated.length > 1) {
    return [`${repeated.length} names, such as ${name}, are of files that are named already, and are counted once`];
  }
  return [name === other ? `${name} is named twice, and is counted once` : sameFile(name, other)];
}

/** Messages about the format found, one for all files that have it. */
function chosen({ layouts }: Plan): string[] {
  const byName = new Map<string, string[]>();
  for (const [path, { name }] of layouts) byName.set(name, [...(byName.get(name) ?? []), path]);
  return [...byName].map(([name, [first = '', ...others]]) =>
    others.length === 0 ? `${escapeText(first)} is read as ${name}` : `${others.length + 1} files are read as ${name}`,
  );
}

function reportOf(digest: Digest, rule: Rule, { files, streams }: Plan, isPartial: boolean): Report {
  const rows = digest.timeline.rows();
  return {
    type: 'report',
    from: (rows[0]?.second ?? 0) * 1000,
    to: (rows.at(-1)?.second ?? 0) * 1000,
    digest,
    alerts: logAlerts(rows, rule),
    files: files.length + streams.length,
    isPartial,
  };
}
