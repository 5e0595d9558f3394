import { asyncScheduler, concatMap, defer, EMPTY, filter, from, map, merge, of, repeat, subscribeOn } from 'rxjs';
import type { OperatorFunction, SchedulerLike } from 'rxjs';
import type { Digest } from '../../digest/digest.js';
import type { Filter } from '../../format/filter/filter.js';
import type { Arrival, SourceEvent } from '../../source/source-event.js';
import { ChunkFolder } from './chunk-decoder.js';
import type { Format } from './chunk-decoder.js';
import { secondOf } from './recent-chunks.js';
import type { Recent } from './recent-chunks.js';
import { WaitingChunks } from './waiting-chunks.js';

/** Digests of the hits that fit, by the second in which they arrived. */
export interface Arrived {
  /** Whole seconds since 1970. */
  readonly second: number;
  readonly digest: Digest;
  /** As of the chunk. */
  readonly arrival?: Arrival | undefined;
}

/**
 * Turns each chunk into the digest of those of its lines that fit a filter: first the recent ones, a slice in each turn
 * of the clock, the oldest first; then those that have come meanwhile, then each as it comes. A turn takes some 10 ms, or
 * one chunk, whatever the lines and the filter are. A source that is faster than the filter is held up rather than kept.
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
      // Made with the first slice, as it takes megabytes.
      let folder: ChunkFolder | undefined;
      const waiting = new WaitingChunks(recent, clock);
      const live$ = events$.pipe(
        filter((event) => event.kind === 'chunk'),
        concatMap((chunk) => waiting.add({ second: secondOf(clock), chunk })),
      );
      const slices$ = defer(() => from(waiting.slice())).pipe(
        subscribeOn(clock),
        repeat({ delay: () => (waiting.isEmpty ? EMPTY : of(true)) }),
      );
      return merge(live$, waiting.isEmpty ? EMPTY : slices$).pipe(
        map(({ second, chunk }): Arrived => {
          folder ??= new ChunkFolder(format, wanted);
          return { second, digest: folder.fold(chunk).digest, arrival: chunk.arrival };
        }),
      );
    });
}
