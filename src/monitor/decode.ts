import { defer, filter, map } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import { emptyDigest } from '../digest/digest.js';
import type { Digest } from '../digest/digest.js';
import { Engine, foldOverlong } from '../engine/engine.js';
import { common } from '../format/common.js';
import { detect } from '../format/detect.js';
import type { Layout } from '../format/layout.js';
import type { Chunk, SourceEvent } from '../source/chunk.js';

/**
 * Turns each chunk into the digest of its lines. Notices of a source are passed over.
 *
 * @param format the layout of every line, or `auto`: each source gets the layout that fits its first lines; until one
 * does, its lines are counted as unparsed.
 */
export function decode(format: Layout | 'auto' = 'auto'): OperatorFunction<SourceEvent, Digest> {
  return (events$) =>
    defer(() => {
      const engine = new Engine();
      const detected = new Map<string, Layout>();

      const layoutOf = ({ source, bytes }: Chunk): Layout => {
        if (format !== 'auto') return format;
        const known = detected.get(source);
        if (known !== undefined) return known;
        const found = detect(bytes);
        if (found !== undefined) detected.set(source, found);
        return found ?? common;
      };

      return events$.pipe(
        filter((event) => event.kind === 'chunk'),
        map((chunk) => {
          const digest = emptyDigest();
          engine.fold(chunk.bytes, layoutOf(chunk), chunk.source, digest);
          if (chunk.overlong > 0) foldOverlong(digest, chunk.overlong, chunk.source);
          return digest;
        }),
      );
    });
}
