import { defer, filter, map } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import type { Digest } from '../../digest/digest.js';
import type { Layout } from '../../format/layout.js';
import type { Arrival, Position, SourceEvent } from '../../source/source-event.js';
import { ChunkFolder } from './chunk-decoder.js';

/** A chunk with the digest of its lines, and all that it told besides. */
export interface Batch {
  readonly source: string;
  readonly digest: Digest;
  /** By which the lines were read; undefined as long as none was found for the source. */
  readonly layout?: Layout | undefined;
  /** As of the chunk. */
  readonly position?: Position | undefined;
  readonly lag?: number | undefined;
  readonly arrival?: Arrival | undefined;
}

/** Turns each chunk into the digest of its lines: see `decoded`. */
export function decode(format: Layout | 'auto' = 'auto'): OperatorFunction<SourceEvent, Digest> {
  return (events$) =>
    events$.pipe(
      decoded(format),
      map(({ digest }) => digest),
    );
}

/**
 * Turns each chunk into the digest of its lines, within the turn in which it comes. What else a source tells is passed over.
 *
 * @param format the layout of every line, or `auto`: each source gets the layout that fits its first lines, of which
 * `detected` tells, and the one that fits the most lines of a chunk of which that one fits too few: a file that is
 * rotated in may have another format, and two servers may write one stream. Lines that fit none are counted as unparsed.
 */
export function decoded(format: Layout | 'auto' = 'auto'): OperatorFunction<SourceEvent, Batch> {
  return (events$) =>
    defer(() => {
      const folder = new ChunkFolder(format);
      return events$.pipe(
        filter((event) => event.kind === 'chunk'),
        map((chunk): Batch => {
          const { source, position, lag, arrival } = chunk;
          return { source, ...folder.fold(chunk), position, lag, arrival };
        }),
      );
    });
}
