import { asyncScheduler, concatMap, defer, EMPTY, filter, from, map, merge, of, repeat, subscribeOn } from 'rxjs';
import type { OperatorFunction, SchedulerLike } from 'rxjs';
import type { Filter } from '../../format/filter/filter.js';
import type { SourceEvent } from '../../source/source-event.js';
import { ChunkFolder } from './chunk-decoder.js';
import type { Format } from './chunk-decoder.js';
import type { Batch } from './decode.js';
import type { Recent } from './recent-chunks.js';
import { WaitingChunks } from './waiting-chunks.js';

/**
 * Turns each chunk into a batch of those of its lines that fit a filter: first the recent ones, a slice in each turn
 * of the clock, the oldest first; then those that have come meanwhile, then each as it comes. A turn takes some 10 ms, or
 * one chunk, whatever the lines and the filter are. A source that is faster than the filter is held up rather than kept.
 *
 * To be given another filter it is subscribed to anew, in a `switchMap`: see `recentChunks`. The first slice has a turn of
 * its own too, so that a filter that is replaced at once folds nothing.
 *
 * @param wanted by `parseFilter`; see there what fits
 * @param format as in `decode`. With `auto`, a source is read by the layout that its first lines have among those that
 * come here; with the layouts of `knownLayouts`, by the one that `decode` reads it by.
 * @param recent chunks that came before, the oldest first
 */
export function filtered(
  wanted: Filter,
  format: Format = 'auto',
  recent: readonly Recent[] = [],
  clock: SchedulerLike = asyncScheduler,
): OperatorFunction<SourceEvent, Batch> {
  return (events$) =>
    defer(() => {
      // Made with the first slice, as it takes megabytes.
      let folder: ChunkFolder | undefined;
      const waiting = new WaitingChunks(recent, clock);
      const live$ = events$.pipe(
        filter((event) => event.kind === 'chunk'),
        concatMap((chunk) => waiting.add({ at: clock.now(), chunk })),
      );
      const slices$ = defer(() => from(waiting.slice())).pipe(
        subscribeOn(clock),
        repeat({ delay: () => (waiting.isEmpty ? EMPTY : of(true)) }),
      );
      return merge(live$, waiting.isEmpty ? EMPTY : slices$).pipe(
        map(({ at, chunk }, i): Batch => {
          folder ??= new ChunkFolder(format, wanted);
          const { source, arrival } = chunk;
          return { kind: 'batch', source, number: i + 1, at, ...folder.fold(chunk), arrival };
        }),
      );
    });
}
