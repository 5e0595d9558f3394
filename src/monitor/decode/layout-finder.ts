import { detect } from '../../engine/detect.js';
import type { Engine } from '../../engine/engine.js';
import type { Layout } from '../../format/layout.js';
import type { Chunk } from '../../source/source-event.js';

/** Finds the layout of each source by its first lines, and keeps to it until another is set. */
export class LayoutFinder {
  private readonly layouts = new Map<string, Layout>();

  constructor(private readonly engine: Engine) {}

  known(source: string): Layout | undefined {
    return this.layouts.get(source);
  }

  /** Sets the layout of the lines of a source that follow. */
  settle(source: string, layout: Layout): void {
    this.layouts.set(source, layout);
  }

  /** The layout of the source of a chunk; undefined until lines come that fit one. */
  layoutOf({ source, bytes }: Chunk): Layout | undefined {
    const known = this.known(source);
    if (known !== undefined) return known;
    const found = detect(bytes, this.engine);
    if (found !== undefined) this.layouts.set(source, found);
    return found;
  }
}
