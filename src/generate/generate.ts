import { asyncScheduler, concatMap, defer, EMPTY, interval, takeWhile } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { pending } from './batches.js';
import { lines } from './lines.js';
import type { LinesOptions } from './options.js';

/**
 * How often lines are written, in milliseconds: often enough to look steady, seldom enough for 20,000 lines a second.
 */
export const TICK_MS = 50;

/**
 * At most this many batches of 64 KiB at one tick, 80 MiB a second. Without a bound, a machine that cannot keep up
 * would owe more at each tick than at the one before, and ignore signals for longer and longer.
 */
const BATCHES_PER_TICK = 64;

export interface PacedOptions extends Omit<LinesOptions, 'startMs'> {
  /** The start of the time stamps, in milliseconds since 1970-01-01T00:00:00Z; default: the clock's now. */
  readonly startMs?: number | undefined;
  /** Returns whether the output can take a batch; the rest is written at a later tick. Default: always. */
  readonly ready?: (() => boolean) | undefined;
}

/**
 * Writes log lines in real time: batches of whole lines, each line at the first tick at or after its time. A late tick
 * writes the overdue lines as well: the rate does not drift. Completes with the last of `count` lines. Errors with a
 * RangeError when the rate is not at least `MIN_RATE`.
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

/** Yields the same lines as fast as they are pulled: batches of whole lines, about 64 KiB each. */
export function* generateAtOnce(options: LinesOptions): Generator<Uint8Array, void, undefined> {
  const left = pending(lines(options));
  for (let batch = left.take(Infinity); batch !== undefined; batch = left.take(Infinity)) yield batch;
}
