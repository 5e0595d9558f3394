import { availableParallelism } from 'node:os';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import {
  catchError,
  concat,
  defer,
  EMPTY,
  finalize,
  fromEvent,
  ignoreElements,
  map,
  merge,
  mergeMap,
  Observable,
  of,
  takeUntil,
  takeWhile,
  tap,
} from 'rxjs';
import { decodeDigest } from '../digest/binary.js';
import { emptyDigest } from '../digest/digest.js';
import type { Digest } from '../digest/digest.js';
import { Engine } from '../engine/engine.js';
import { distinctKey } from '../engine/hash-keys.js';
import { engineModule } from '../engine/module.js';
import type { Layout } from '../format/layout.js';
import { readFault } from '../source/fault.js';
import { Feeder } from './feeder.js';
import { foldTask } from './fold-file.js';
import type { Task } from './fold-file.js';
import { noFormat } from './plan.js';
import type { TimeBounds } from './plan.js';
import { INPUT_BYTES } from './protocol.js';
import type { Answer, Failed, Order, Progress, WorkerData } from './protocol.js';

export type FoldEvent = Progress | Failed | { readonly kind: 'digest'; readonly digest: Digest };

/** Of a stream so much is looked at for lines of a known format. */
const MAX_HEAD_BYTES = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

/** With less to read than this, starting workers takes longer than the work. */
const WORTH_WORKERS_BYTES = 8 * 1024 * 1024;

/**
 * What a worker holds at a time is bounded, the strings that it forgets are not: without limits V8 let 2,000,000 lines of
 * distinct keys take 330 MB rather than 175 MB. Full tables of the longest keys take about 100 MB.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 256 };

/**
 * Folds the tasks on all cores; one digest comes from each. The workers end when it is unsubscribed. What a worker had that
 * could not be started, or failed, is done by the others, or in this thread when they have ended: nothing is lost, as its
 * digest has not come.
 *
 * A pool of its own rather than a library's: each worker keeps its engine and its digest from task to task, and hands
 * the digest over once, at the end.
 *
 * @param stop$ when it emits, what is left is left, and the digests come of what has been read
 */
export function foldAll(tasks: readonly Task[], stop$: Observable<unknown> = EMPTY): Observable<FoldEvent> {
  const bytes = tasks.reduce((sum, { range, size }) => sum + (range === undefined ? size : range.to - range.from), 0);
  const workers = Math.min(availableParallelism(), tasks.length);
  return workers < 2 || bytes < WORTH_WORKERS_BYTES ? foldHere(tasks, stop$) : foldOnWorkers(tasks, workers, stop$);
}

/**
 * Folds what comes of a stream, such as standard input, to its end.
 *
 * @param layoutOf the layout of a stream that begins with these bytes; undefined when there is none. It is asked again
 * with more until there is one
 */
export function foldStream(
  stream: Readable,
  source: string,
  layoutOf: (head: Uint8Array) => Layout | undefined,
  bounds: TimeBounds | undefined,
  stop$: Observable<unknown> = EMPTY,
): Observable<FoldEvent> {
  return defer(() => {
    const engine = new Engine(INPUT_BYTES);
    const digest = emptyDigest();
    const feeder = new Feeder(engine, source, digest);
    /** What came before there was a layout: a pipe may give half a line first, and a first line may be of no format. */
    let head: Buffer | undefined = Buffer.alloc(0);
    const begin = (bytes: Buffer, isEnd: boolean): void => {
      head = Buffer.concat([head ?? bytes, bytes]);
      const layout = layoutOf(isEnd ? head : head.subarray(0, head.lastIndexOf(NEWLINE) + 1));
      if (layout !== undefined) {
        engine.use(layout);
        engine.limit(bounds);
        feeder.push(head);
        head = undefined;
      } else if (isEnd || head.length > MAX_HEAD_BYTES) {
        throw new Error(noFormat(head));
      }
    };
    const read$ = merge(
      fromEvent(stream, 'data').pipe(map((bytes) => bytes as Buffer)),
      fromEvent(stream, 'error').pipe(
        mergeMap((error) => {
          throw error;
        }),
      ),
    ).pipe(
      takeUntil(merge(fromEvent(stream, 'end'), stop$)),
      map((bytes): Progress => {
        if (head === undefined) feeder.push(bytes);
        else begin(bytes, false);
        return { kind: 'progress', bytes: bytes.length };
      }),
    );
    const rest$ = defer(() => {
      if (head !== undefined && head.length > 0) begin(Buffer.alloc(0), true);
      return EMPTY;
    });
    const work$ = concat(read$, rest$).pipe(
      catchError((error: Error) => of<Failed>({ kind: 'failed', path: source, reason: readFault(error) })),
      finalize(() => stream.destroy()),
    );
    const digest$ = defer(() => {
      feeder.end();
      return of({ kind: 'digest' as const, digest });
    });
    return concat(work$, digest$);
  });
}

/** In this thread: `stop$` is heard between tasks only, as reading does not wait for the event loop. */
function foldHere(tasks: readonly Task[], stop$: Observable<unknown>): Observable<FoldEvent> {
  return defer(() => {
    const engine = new Engine(INPUT_BYTES);
    const digest = emptyDigest();
    let isStopped = false;
    const work$ = new Observable<FoldEvent>((subscriber) => {
      const progress = (bytes: number): void => {
        subscriber.next({ kind: 'progress', bytes });
      };
      const watcher = { isStopped: () => isStopped || subscriber.closed, progress };
      const work = async (): Promise<void> => {
        for (const task of tasks) {
          await foldTask(task, engine, digest, watcher).catch((error: unknown) => {
            subscriber.next({ kind: 'failed', path: task.path, reason: readFault(error as Error) });
          });
        }
        subscriber.next({ kind: 'digest', digest });
        subscriber.complete();
      };
      work().catch((error: unknown) => {
        subscriber.error(error);
      });
    });
    return until(work$, stop$, () => (isStopped = true));
  });
}

function foldOnWorkers(tasks: readonly Task[], workers: number, stop$: Observable<unknown>): Observable<FoldEvent> {
  return defer(() => {
    const stop = new SharedArrayBuffer(4);
    const flag = new Int32Array(stop);
    const left = [...tasks];
    const given: WorkerData = { stop, module: engineModule(), distinctKey: distinctKey() };
    const isStopped = (): boolean => Atomics.load(flag, 0) !== 0;
    const work$ = merge(...Array.from({ length: workers }, () => foldOnWorker(given, left, isStopped)));
    const rest$ = defer(() => (left.length === 0 || isStopped() ? EMPTY : foldHere(left, stop$)));
    return concat(
      until(work$, stop$, () => Atomics.store(flag, 0, 1)),
      rest$,
    );
  });
}

/** The work, with something done when `stop$` emits before it is over. */
function until<T>(work$: Observable<T>, stop$: Observable<unknown>, onStop: () => void): Observable<T> {
  const over = Symbol('over');
  const stopping$ = stop$.pipe(tap(onStop), ignoreElements());
  return merge(stopping$, concat(work$, of(over))).pipe(takeWhile((event) => event !== over)) as Observable<T>;
}

/** @param left from which a worker takes what it does, and to which it gives that back when it fails */
function foldOnWorker(workerData: WorkerData, left: Task[], isStopped: () => boolean): Observable<FoldEvent> {
  const worker$ = new Observable<FoldEvent>((subscriber) => {
    const taken: Task[] = [];
    let bytes = 0;
    const next = (): Order => {
      const task = isStopped() ? undefined : left.shift();
      if (task === undefined) return { kind: 'finish' };
      taken.push(task);
      return { kind: 'fold', task };
    };
    // There may be no more threads.
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData, resourceLimits });
    worker.on('message', (answer: Answer) => {
      switch (answer.kind) {
        case 'ready':
          worker.postMessage(next());
          break;
        case 'digest':
          subscriber.next({ kind: 'digest', digest: decodeDigest(answer.bytes) });
          subscriber.complete();
          break;
        case 'progress':
          bytes += answer.bytes;
          subscriber.next(answer);
          break;
        case 'failed':
          subscriber.next(answer);
      }
    });
    worker.on('error', () => {
      left.push(...taken);
      subscriber.next({ kind: 'progress', bytes: -bytes });
      subscriber.complete();
    });
    return () => void worker.terminate();
  });
  return worker$.pipe(catchError(() => EMPTY));
}
