import { asyncScheduler, connect, endWith, ignoreElements, interval, map, merge, takeUntil, tap } from 'rxjs';
import type { OperatorFunction, SchedulerLike } from 'rxjs';
import type { Chunk, SourceEvent } from '../../source/source-event.js';
import type { Pauses } from './pauses.js';

/** The time between signs of life, in milliseconds. */
export const ALIVE_MS = 500;

/**
 * Marks the chunks that may hold lines of a pause: see `Chunk.arrival`. It gives a sign of life every half second, and
 * holds the clock of `pauses` as long as a file has unread bytes that it already held when its first chunk came after a
 * pause.
 *
 * @param pauses of this run
 * @param clock for the signs of life
 */
export function arriving(
  pauses: Pauses,
  clock: SchedulerLike = asyncScheduler,
): OperatorFunction<SourceEvent, SourceEvent> {
  return connect((events$) => {
    const unread = new Unread();
    const marked$ = events$.pipe(
      map((event) => {
        if (event.kind !== 'chunk') return event;
        const arrival = pauses.arrival();
        if (arrival.pause === undefined) return event;
        if (unread.isLeftBy(event, arrival.pause.from)) pauses.hold();
        return { ...event, arrival };
      }),
    );
    const alive$ = interval(ALIVE_MS, clock).pipe(
      tap(() => {
        pauses.note();
      }),
      ignoreElements(),
      takeUntil(events$.pipe(ignoreElements(), endWith(null))),
    );
    return merge(marked$, alive$);
  });
}

/** Knows how far each file must be read to reach the end of the lines written in a pause. */
class Unread {
  private pause: number | undefined;
  /** Offsets by source and file. */
  private readonly ends = new Map<string, number>();

  /** Whether a chunk leaves some of these unread; for a pipe that is unknown. */
  isLeftBy({ source, position, lag }: Chunk, pause: number): boolean {
    if (position === undefined || lag === undefined) return false;
    if (pause !== this.pause) this.ends.clear();
    this.pause = pause;
    const key = `${position.file} ${source}`;
    const end = this.ends.get(key) ?? position.offset + lag;
    this.ends.set(key, end);
    return lag > 0 && position.offset < end;
  }
}
