import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import {
  catchError,
  concat,
  defer,
  EMPTY,
  finalize,
  ignoreElements,
  merge,
  Observable,
  of,
  takeWhile,
  tap,
} from 'rxjs';
import type { Subscriber } from 'rxjs';
import { decodeDigest } from '../digest/digest-binary.js';
import { emptyDigest } from '../digest/digest.js';
import type { Digest } from '../digest/digest.js';
import { Engine } from '../engine/engine.js';
import { distinctKey } from '../engine/hash-keys.js';
import { engineModule } from '../engine/module.js';
import { foldPart } from './fold-task.js';
import { INPUT_BYTES } from './protocol.js';
import type { Answer, Failed, Order, Progress, Remark, WorkerData } from './protocol.js';
import { Workload } from './workload.js';
import { bytesOf } from './task.js';
import type { Done } from './workload.js';
import type { Task } from './task.js';

export type FoldEvent = Progress | Failed | Remark | { readonly kind: 'digest'; readonly digest: Digest };

/** Below this many bytes to read, starting workers takes longer than the work. */
const WORTH_WORKERS_BYTES = 8 * 1024 * 1024;

/**
 * A worker holds a bounded amount at a time, but its discarded strings are not bounded: without limits V8 let 2,000,000
 * lines of distinct keys take 330 MB rather than 175 MB. Full tables of the longest keys take about 100 MB.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 256 };

/**
 * Folds the tasks on all cores; each emits one digest. Terminates the workers on unsubscribe.
 *
 * A pool of its own rather than a library's: each worker keeps its engine and its digest from task to task, and hands
 * the digest over once, at the end.
 *
 * @param stop$ stops the work when it emits; the digests then cover the lines read so far
 */
export function foldAll(tasks: readonly Task[], stop$: Observable<unknown> = EMPTY): Observable<FoldEvent> {
  const workers = Math.min(availableParallelism(), tasks.length);
  return workers < 2 || bytesOf(tasks) < WORTH_WORKERS_BYTES
    ? foldHere(new Workload(tasks), stop$)
    : foldOnWorkers(tasks, workers, stop$);
}

/** Folds in this thread: notices `stop$` between tasks only, as reading does not wait for the event loop. */
function foldHere(workload: Workload, stop$: Observable<unknown>): Observable<FoldEvent> {
  return defer(() => {
    let isStopped = false;
    const work$ = new Observable<FoldEvent>((subscriber) => {
      foldInTurn(workload, () => isStopped, subscriber).catch((error: unknown) => {
        subscriber.error(error);
      });
    });
    return until(work$, stop$, () => (isStopped = true));
  });
}

async function foldInTurn(
  workload: Workload,
  isStopped: () => boolean,
  subscriber: Subscriber<FoldEvent>,
): Promise<void> {
  const engine = new Engine(INPUT_BYTES);
  const digest = emptyDigest();
  const watcher = {
    isStopped: () => isStopped() || subscriber.closed,
    progress: (bytes: number): void => {
      subscriber.next({ kind: 'progress', bytes });
    },
  };
  const next = () => (watcher.isStopped() ? undefined : workload.next());
  for (let job = next(); job !== undefined; job = next()) {
    workload.done(job.task, await foldPart(job.part, engine, digest, watcher));
    say(workload, subscriber);
  }
  say(workload, subscriber);
  workload.close();
  subscriber.next({ kind: 'digest', digest });
  subscriber.complete();
}

function say(workload: Workload, subscriber: Subscriber<FoldEvent>): void {
  for (const message of workload.messages()) subscriber.next(message);
}

function foldOnWorkers(tasks: readonly Task[], workers: number, stop$: Observable<unknown>): Observable<FoldEvent> {
  return defer(() => {
    const stop = new SharedArrayBuffer(4);
    const flag = new Int32Array(stop);
    const workload = new Workload(tasks);
    const isStopped = (): boolean => Atomics.load(flag, 0) !== 0;
    const given: WorkerData = { stop, module: engineModule(), distinctKey: distinctKey() };
    const work$ = merge(...Array.from({ length: workers }, () => foldOnWorker(given, workload, isStopped)));
    const rest$ = defer(() => (workload.isEmpty || isStopped() ? EMPTY : foldHere(workload, stop$)));
    return concat(
      until(work$, stop$, () => Atomics.store(flag, 0, 1)),
      rest$,
    ).pipe(
      finalize(() => {
        workload.close();
      }),
    );
  });
}

/** The work, with an action to run when `stop$` emits before it is over. */
function until<T>(work$: Observable<T>, stop$: Observable<unknown>, onStop: () => void): Observable<T> {
  const over = Symbol('over');
  const stopping$ = stop$.pipe(tap(onStop), ignoreElements());
  return merge(stopping$, concat(work$, of(over))).pipe(takeWhile((event) => event !== over)) as Observable<T>;
}

/** Folds on a worker; when it fails, or cannot be started, its tasks go back to the workload. */
function foldOnWorker(workerData: WorkerData, workload: Workload, isStopped: () => boolean): Observable<FoldEvent> {
  const worker$ = new Observable<FoldEvent>((subscriber) => {
    const done: Done[] = [];
    let bytes = 0;
    // The system may have no more threads.
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData, resourceLimits });
    let task: Task | undefined;
    const order = (): Order => {
      const job = isStopped() ? undefined : workload.next();
      task = job?.task;
      say(workload, subscriber);
      return job === undefined ? { kind: 'finish' } : { kind: 'fold', part: job.part };
    };
    worker.on('message', (answer: Answer) => {
      switch (answer.kind) {
        case 'ready':
          if (task !== undefined && answer.outcome !== undefined) {
            workload.done(task, answer.outcome);
            done.push({ task, outcome: answer.outcome });
          }
          task = undefined;
          worker.postMessage(order());
          break;
        case 'digest':
          subscriber.next({ kind: 'digest', digest: decodeDigest(answer.bytes) });
          subscriber.complete();
          break;
        case 'progress':
          bytes += answer.bytes;
          subscriber.next(answer);
      }
    });
    worker.on('error', () => {
      workload.takeBack(task, done);
      subscriber.next({ kind: 'progress', bytes: -bytes });
      subscriber.complete();
    });
    return () => void worker.terminate();
  });
  return worker$.pipe(catchError(() => EMPTY));
}
