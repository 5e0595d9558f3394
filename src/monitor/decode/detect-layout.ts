import { defer, filter, map } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import { detect } from '../../engine/detect.js';
import { Engine } from '../../engine/engine.js';
import type { Layout } from '../../format/layout.js';
import type { Chunk, SourceEvent } from '../../source/source-event.js';

/** The layout that was found for a source. */
export interface Detected {
  readonly source: string;
  readonly layout: Layout;
}

/** Says of each source, once, which layout `decode` with `auto` reads its first lines by. */
export function detected(): OperatorFunction<SourceEvent, Detected> {
  return (events$) =>
    defer(() => {
      const finder = new LayoutFinder(new Engine());
      return events$.pipe(
        filter((event) => event.kind === 'chunk'),
        filter(({ source }) => finder.known(source) === undefined),
        map((chunk) => ({ source: chunk.source, layout: finder.layoutOf(chunk) })),
        filter((found): found is Detected => found.layout !== undefined),
      );
    });
}

/** Finds the layout of each source by its first lines, and stays with it until told another. */
export class LayoutFinder {
  private readonly layouts = new Map<string, Layout>();

  constructor(private readonly engine: Engine) {}

  known(source: string): Layout | undefined {
    return this.layouts.get(source);
  }

  /** Takes the lines of a source that follow for lines of this layout. */
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
