import { emptyDigest } from '../../digest/digest.js';
import { detect } from '../../engine/detect.js';
import { Engine } from '../../engine/engine.js';
import type { Layout } from '../../format/layout.js';

/**
 * Makes a function for the latest time that some lines state, in whole seconds since 1970; undefined where they state
 * none. Only lines that fit the layout count, or, for `auto`, the layout that fits the first of them.
 */
export function latestTime(format: Layout | 'auto'): (lines: Uint8Array) => number | undefined {
  let made: Engine | undefined;
  return (lines) => {
    // Seldom needed, and large.
    const engine = (made ??= new Engine());
    const layout = format === 'auto' ? detect(lines, engine) : format;
    if (layout === undefined) return undefined;
    const digest = emptyDigest();
    engine.fold(lines, layout, '', digest);
    return digest.timeline.rows().at(-1)?.second;
  };
}
