import { asyncScheduler, concatMap, defer, EMPTY, interval, takeWhile } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { pending } from './batches.js';
import { lines } from './lines.js';
import type { LinesOptions } from './options.js';

/** How often lines are written, in milliseconds: often enough to look steady, seldom enough for 20,000 lines a second. */
export const TICK_MS = 50;

/**
 * Batches of 64 KiB written at one tick at most, 80 MiB a second. Without a bound, a machine that cannot keep up would owe more
 * at each tick than at the one before, and not listen to signals for longer and longer.
 */
const BATCHES_PER_TICK = 64;

export interface PacedOptions extends Omit<LinesOptions, 'startMs'> {
  /** What time stamps start at, in milliseconds since 1970-01-01T00:00:00Z; the clock's now if left out. */
  readonly startMs?: number | undefined;
  /** Asked before each batch whether the output can take it; what it cannot take is written at a later tick. Always, if left out. */
  readonly ready?: (() => boolean) | undefined;
}

/**
 * Writes log lines in real time: batches of whole lines, each line at the first tick at or after its time.
 * A late tick writes what the ones before it did not: the rate does not drift. Completes with the last of `count` lines.
 * Errors with a RangeError when the rate is not at least `MIN_RATE`.
 */
export function generate(options: PacedOptions, clock: SchedulerLike = asyncScheduler): Observable<Uint8Array> {
  const { ready = () => true } = options;
  return defer(() => {
    const startedMs = clock.now();
    const left = pending(lines({ ...options, startMs: options.startMs ?? startedMs }));
    if (left.done) return EMPTY;

    function* due(): Generator<Uint8Array, void, undefined> {
      const nowMs = clock.now() - startedMs;
      for (let i = 0; i < BATCHES_PER_TICK && ready(); i++) {
        const batch = left.take(nowMs);
        if (batch === undefined) return;
        yield batch;
      }
    }
    return interval(TICK_MS, clock).pipe(
      concatMap(due),
      takeWhile(() => !left.done, true),
    );
  });
}

/** Gives the same lines as fast as they are asked for: batches of whole lines, about 64 KiB each, made when they are pulled. */
export function* generateAtOnce(options: LinesOptions): Generator<Uint8Array, void, undefined> {
  const left = pending(lines(options));
  for (let batch = left.take(Infinity); batch !== undefined; batch = left.take(Infinity)) yield batch;
}
