import { defer, filter, map } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import { emptyDigest } from '../digest/digest.js';
import type { Digest } from '../digest/digest.js';
import { Engine } from '../engine/engine.js';
import { foldOverlong } from '../engine/overlong.js';
import { common } from '../format/common.js';
import type { Layout } from '../format/layout.js';
import { layouts } from '../format/named.js';
import type { Chunk, SourceEvent } from '../source/chunk.js';
import { LayoutFinder } from './detected.js';

/** Unparsed lines to a hit, above which the other layouts are tried. */
const UNPARSED_SHARE = 0.1;

/** What came of one chunk. */
export interface Decoded {
  readonly source: string;
  readonly digest: Digest;
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
export function decoded(format: Layout | 'auto' = 'auto'): OperatorFunction<SourceEvent, Decoded> {
  return (events$) =>
    defer(() => {
      const engine = new Engine();
      const finder = new LayoutFinder(engine);
      const fold = ({ bytes, source }: Chunk, layout: Layout): Digest => {
        const digest = emptyDigest();
        engine.fold(bytes, layout, source, digest);
        return digest;
      };
      const foldDetected = (chunk: Chunk): Digest => {
        const layout = finder.layoutOf(chunk) ?? common;
        const digest = fold(chunk, layout);
        if (digest.unparsed <= digest.hits * UNPARSED_SHARE) return digest;
        const others = layouts
          .filter((other) => other !== layout)
          .map((other) => ({ layout: other, digest: fold(chunk, other) }));
        const best = others.reduce((a, b) => (b.digest.hits > a.digest.hits ? b : a), { layout, digest });
        if (best.digest.hits > 0) finder.settle(chunk.source, best.layout);
        return best.digest;
      };

      return events$.pipe(
        filter((event) => event.kind === 'chunk'),
        map((chunk): Decoded => {
          const digest = format === 'auto' ? foldDetected(chunk) : fold(chunk, format);
          if (chunk.overlong > 0) foldOverlong(digest, chunk.overlong, chunk.source);
          return { source: chunk.source, digest };
        }),
      );
    });
}
