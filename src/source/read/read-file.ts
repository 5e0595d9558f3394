import {
  concat,
  defer,
  distinct,
  EMPTY,
  filter,
  finalize,
  map,
  merge,
  mergeMap,
  of,
  repeat,
  share,
  takeUntil,
  tap,
} from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import type { Files } from '../source-event.js';
import { finished } from './read-finished.js';
import type { Read } from './read-event.js';
import type { Lineage } from '../rotation/lineage.js';
import type { LogFile } from '../file/log-file.js';
import { failedNotice, truncatedNotice } from '../notices/notices.js';
import { quiet } from './until-quiet.js';
import { tailEvents } from './tail-events.js';
import type { TailEvent, TailOptions } from './tail-events.js';
import { wholeLines } from '../whole-lines.js';

export interface ReadingOptions extends TailOptions {
  /** Emits when the name may refer to another file than before. */
  readonly looked$: Observable<unknown>;
}

/**
 * The lines of one file of a lineage as they are added, in all its lives, as a truncation begins a new one. Completes
 * when the file has lost its name and been quiet for a while; closes it then, or on unsubscribe.
 */
export function reading(
  file: LogFile,
  lineage: Lineage,
  options: ReadingOptions,
  clock: SchedulerLike,
): Observable<Read> {
  return defer(() => {
    let isTruncated = false;
    const life$ = defer(() => {
      isTruncated = false;
      return life(file, lineage, options, clock, () => (isTruncated = true));
    });
    const lives$ = life$.pipe(repeat({ delay: () => (isTruncated ? of(true) : EMPTY) }));
    return concat(file.isGzip ? finished(file, lineage.path) : lives$, left(file, lineage)).pipe(
      finalize(() => {
        lineage.leave(file);
      }),
    );
  });
}

/** The files that a lineage reads now. */
export const filesOf = ({ path, progress, isAwaited }: Lineage): Files => ({
  kind: 'files',
  source: path,
  ...progress,
  ...(isAwaited && { isWaiting: true }),
});

/** Closes a file; emits the files that are still being read. */
function left(file: LogFile, lineage: Lineage): Observable<Files> {
  return defer(() => {
    lineage.leave(file);
    return of(filesOf(lineage));
  });
}

/** A file up to its truncation, then the copies made of it before. */
function life(
  file: LogFile,
  lineage: Lineage,
  options: ReadingOptions,
  clock: SchedulerLike,
  onTruncated: () => void,
): Observable<Read> {
  const { path } = lineage;
  let copies: readonly LogFile[] = [];
  let isTruncated = false;
  let lastBytes = clock.now();
  const events$ = tailEvents(file, options, clock).pipe(
    tap(({ kind }) => {
      if (kind === 'bytes') lastBytes = clock.now();
      if (kind !== 'truncated') return;
      isTruncated = true;
      onTruncated();
      copies = lineage.openCopies(file);
    }),
    takeUntil(quiet(file, lineage, options.looked$, () => lastBytes, clock)),
    share(),
  );
  // The unfinished line goes on in the copy, if there is one.
  const goesOn$ = events$.pipe(filter(({ kind }) => kind === 'truncated' && copies.length > 0));
  const chunks$ = events$.pipe(
    filter((event) => event.kind === 'bytes'),
    map(({ bytes }) => bytes),
    wholeLines(path, file),
    takeUntil(goesOn$),
  );
  const others$ = merge(
    events$.pipe(mergeMap((event) => otherEvents(path, event, copies))),
    events$.pipe(
      filter((event) => event.kind === 'failed'),
      distinct(({ error }) => error.message),
      map(({ error }) => failedNotice(path, error)),
    ),
  );
  const restart$ = defer(() => {
    if (!isTruncated) return EMPTY;
    lineage.restart(file);
    return concat(of(filesOf(lineage)), ...copies.map((copy) => copied(copy, lineage)));
  });
  return concat(merge(others$, chunks$), restart$);
}

/** The lines of a copy; the end of the copy leaves its original still to be read. */
const copied = (copy: LogFile, lineage: Lineage): Observable<Read> =>
  concat(finished(copy, lineage.path).pipe(filter(({ kind }) => kind !== 'end')), left(copy, lineage));

function otherEvents(path: string, event: TailEvent, copies: readonly LogFile[]): Observable<Read> {
  switch (event.kind) {
    case 'bytes':
      return EMPTY;
    case 'end':
    case 'failed':
      return of({ kind: 'end' });
    case 'truncated':
      return of(truncatedNotice(path, event.unread, copies));
  }
}
