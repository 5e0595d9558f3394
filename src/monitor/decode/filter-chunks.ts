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
 * Turns each chunk into a batch of its lines that fit a filter: first the recent ones, a slice in each turn of the
 * clock, the oldest first; then the chunks that have come meanwhile, then each as it comes. A turn takes some 10 ms, or
 * one chunk, whatever the lines and the filter are. A source faster than the filter is held up, so that its chunks do
 * not pile up.
 *
 * For another filter, subscribe again, in a `switchMap`: see `recentChunks`. The first slice has a turn of its own too,
 * so that a filter that is replaced at once folds nothing.
 *
 * @param wanted from `parseFilter`; see there for its meaning
 * @param format as in `decode`. With `auto`, a source is read by the layout of its first lines here; with the layouts
 * of `knownLayouts`, by the one that `decode` uses for it.
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
      // Made with the first slice, as it needs megabytes.
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
