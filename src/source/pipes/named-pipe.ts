import { closeSync, fstatSync } from 'node:fs';
import type { Stats } from 'node:fs';
import {
  catchError,
  concat,
  defer,
  filter,
  interval,
  map,
  merge,
  mergeMap,
  of,
  repeat,
  share,
  startWith,
  switchMap,
  take,
  takeUntil,
  tap,
  timer,
  using,
} from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import type { SourceEvent } from '../source-event.js';
import { readFault, startFault, statOf } from '../file-error.js';
import { notice } from '../notices/notices.js';
import { packedFault, PackedError } from '../file/packing.js';
import { openPipe, readPipe } from './pipe.js';
import { streamLines } from './stream-lines.js';

/** How often to check whether the name refers to something else by now, in milliseconds. */
const LOOK_MS = 1000;
/** How long a pipe that has lost its name must be quiet before we stop reading it. */
const QUIET_MS = 30_000;

/**
 * The lines of a named pipe, of one writer after the other: it never ends. Each writer's bytes, perhaps packed by gzip,
 * start a new stream; the last line of each is a line even without a newline.
 *
 * @param another gives the lines of the name's next file when the name no longer refers to this pipe
 */
export function namedPipe(
  path: string,
  another: () => Observable<SourceEvent>,
  clock: SchedulerLike,
): Observable<SourceEvent> {
  const lines$ = using(
    () => new Keeper(path),
    (resource) => {
      const keeper = resource as Keeper;
      const lines$ = writers(path, keeper, clock).pipe(share());
      const replaced$ = interval(LOOK_MS, clock).pipe(
        filter(() => keeper.isReplaced()),
        take(1),
        share(),
      );
      const quiet$ = replaced$.pipe(
        switchMap(() => lines$.pipe(startWith(undefined))),
        switchMap(() => timer(QUIET_MS, clock)),
      );
      return merge(lines$.pipe(takeUntil(quiet$)), replaced$.pipe(map(() => undefined)));
    },
  );
  // The pipe is released when it is finished, though its successor goes on.
  return lines$.pipe(mergeMap((event) => (event === undefined ? another() : of(event))));
}

/** The bytes of one writer after the other; each message once. */
function writers(path: string, keeper: Keeper, clock: SchedulerLike): Observable<SourceEvent> {
  return defer(() => {
    const told = new Set<string>();
    let hasRead = false;
    const lines$ = streamLines(() => readPipe(keeper.path), path).pipe(
      tap(() => (hasRead = true)),
      catchError((error: Error) => of(notice(path, faultOf(error)))),
    );
    const ended$ = defer(() => of(notice(path, 'has no writer any more; waiting for the next one')));
    const life$ = defer(() => {
      hasRead = false;
      return concat(lines$, ended$);
    });
    const named$ = interval(LOOK_MS, clock).pipe(
      filter(() => keeper.isNamed()),
      take(1),
    );
    return life$.pipe(
      // On a system that reports the end of a pipe without a writer, do not reopen it over and over.
      repeat({ delay: () => (hasRead && keeper.isNamed() ? of(true) : named$) }),
      filter((event) => event.kind !== 'notice' || (!told.has(event.text) && told.add(event.text).size > 0)),
    );
  });
}

const faultOf = (error: Error): string =>
  error instanceof PackedError ? packedFault(error.packing, '-') : readFault(error);

/** Keeps a pipe open, so that a writer that comes after the last one is gone finds a reader, and nothing is lost. */
class Keeper {
  private readonly fd: number;
  private readonly stat: Stats;

  constructor(private readonly name: string) {
    this.fd = openPipe(name);
    this.stat = fstatSync(this.fd);
  }

  /** A path that opens the same pipe again, whatever the name refers to by now. */
  get path(): string {
    return `/dev/fd/${this.fd}`;
  }

  /** Whether the name still refers to the pipe. */
  isNamed(): boolean {
    const stat = statOf(this.name);
    return stat?.ino === this.stat.ino && stat.dev === this.stat.dev;
  }

  /** Whether the name refers to something else that is readable. */
  isReplaced(): boolean {
    return statOf(this.name) !== undefined && !this.isNamed() && startFault(this.name) === undefined;
  }

  unsubscribe(): void {
    closeSync(this.fd);
  }
}
