import { asyncScheduler, defer, map } from 'rxjs';
import type { OperatorFunction, SchedulerLike } from 'rxjs';
import type { Digest } from '../../digest/digest.js';
import type { Layout } from '../../format/layout.js';
import type { Arrival, Chunk, Position, SourceEvent } from '../../source/source-event.js';
import { ChunkFolder } from './chunk-decoder.js';

/** A chunk as the digest of its lines, with everything else that came with it. */
export interface Batch {
  readonly kind: 'batch';
  readonly source: string;
  /** Numbers the batches of a run, from 1: results made of batches give the number up to which they have counted. */
  readonly number: number;
  /** Its arrival, in milliseconds since 1970. */
  readonly at: number;
  readonly digest: Digest;
  /** The layout of the lines; undefined until one is found for the source. */
  readonly layout?: Layout | undefined;
  /** As of the chunk. */
  readonly position?: Position | undefined;
  readonly lag?: number | undefined;
  readonly arrival?: Arrival | undefined;
}

/**
 * Events of sources with each chunk decoded, in their order: so the events of a source stay beside the counts of its
 * lines.
 */
export type Decoded = Batch | Exclude<SourceEvent, Chunk>;

/**
 * Turns each chunk into a batch, within the turn in which it comes, and passes all other events on.
 *
 * @param format the layout of every line, or `auto`: each source gets the layout that fits its first lines, reported by
 * `detected`; when that fits too few lines of a chunk, it gets the one that fits the most: a file that is rotated in
 * may have another format, and two servers may write one stream. Lines that fit none are counted as unparsed.
 * @param clock for the times of the batches
 */
export function decode(
  format: Layout | 'auto' = 'auto',
  clock: SchedulerLike = asyncScheduler,
): OperatorFunction<SourceEvent, Decoded> {
  return (events$) =>
    defer(() => {
      const folder = new ChunkFolder(format);
      let number = 0;
      return events$.pipe(
        map((event): Decoded => {
          if (event.kind !== 'chunk') return event;
          const { source, position, lag, arrival } = event;
          const at = clock.now();
          return { kind: 'batch', source, number: ++number, at, ...folder.fold(event), position, lag, arrival };
        }),
      );
    });
}

/** Whether an event is a batch. */
export const isBatch = (event: Decoded): event is Batch => event.kind === 'batch';
