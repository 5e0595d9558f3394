import { asyncScheduler, defer, EMPTY, filter, from, map, merge, of, repeat, subscribeOn } from 'rxjs';
import type { OperatorFunction, SchedulerLike } from 'rxjs';
import type { Digest } from '../digest/digest.js';
import type { Filter } from '../format/filter.js';
import type { Arrival, SourceEvent } from '../source/chunk.js';
import { ChunkFolder } from './chunk-folder.js';
import type { Format } from './chunk-folder.js';
import { Queue } from './queue.js';
import { secondOf } from './recent-chunks.js';
import type { Recent } from './recent-chunks.js';

/** Digests of the hits that fit, by the second in which they arrived. */
export interface Arrived {
  /** Whole seconds since 1970. */
  readonly second: number;
  readonly digest: Digest;
  /** As of the chunk. */
  readonly arrival?: Arrival | undefined;
}

/** How much is folded in one turn: some 10 ms, so that keys are answered meanwhile. */
const SLICE_BYTES = 4 * 1024 * 1024;
/** What a chunk costs beside its bytes: its digest takes as long as so many more. */
const CHUNK_COST_BYTES = 16 * 1024;

/**
 * Turns each chunk into the digest of those of its lines that fit a filter: first the recent ones, a slice in each turn
 * of the clock, the oldest first; then those that have come meanwhile, then each as it comes.
 *
 * To be given another filter it is subscribed to anew, in a `switchMap`: see `recentChunks`. The first slice has a turn of
 * its own too, so that a filter that is replaced at once folds nothing.
 *
 * @param wanted by `parseFilter`; see there what fits
 * @param format as in `decoded`. With `auto`, a source is read by the layout that its first lines have among those that
 * come here; with the layouts of `knownLayouts`, by the one that `decoded` reads it by.
 * @param recent chunks that came before, the oldest first
 */
export function filtered(
  wanted: Filter,
  format: Format = 'auto',
  recent: readonly Recent[] = [],
  clock: SchedulerLike = asyncScheduler,
): OperatorFunction<SourceEvent, Arrived> {
  return (events$) =>
    defer(() => {
      const folder = new ChunkFolder(format, wanted);
      const waiting = new Queue(recent);
      const live$ = events$.pipe(
        filter((event) => event.kind === 'chunk'),
        map((chunk): Recent => ({ second: secondOf(clock), chunk })),
        filter((arrived) => {
          if (waiting.isEmpty) return true;
          waiting.push(arrived);
          return false;
        }),
      );
      const slices$ = defer(() => from(sliceOf(waiting))).pipe(
        subscribeOn(clock),
        repeat({ delay: () => (waiting.isEmpty ? EMPTY : of(true)) }),
      );
      return merge(live$, waiting.isEmpty ? EMPTY : slices$).pipe(
        map(({ second, chunk }): Arrived => ({ second, digest: folder.fold(chunk).digest, arrival: chunk.arrival })),
      );
    });
}

/** Takes out as much as is folded in one turn. */
function* sliceOf(waiting: Queue<Recent>): Generator<Recent> {
  let cost = 0;
  for (let next = waiting.first; next !== undefined; next = waiting.first) {
    cost += next.chunk.bytes.length + CHUNK_COST_BYTES;
    if (cost > SLICE_BYTES && cost > next.chunk.bytes.length + CHUNK_COST_BYTES) return;
    waiting.shift();
    yield next;
  }
}
