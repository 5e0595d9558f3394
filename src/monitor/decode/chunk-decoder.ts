import { emptyDigest } from '../../digest/digest.js';
import type { Digest } from '../../digest/digest.js';
import { Engine } from '../../engine/engine.js';
import { foldOverlong } from '../../engine/overlong.js';
import { common } from '../../format/known/common.js';
import type { Filter } from '../../format/filter/filter.js';
import type { Layout } from '../../format/layout.js';
import { layouts } from '../../format/registry.js';
import type { Chunk } from '../../source/source-event.js';
import { LayoutFinder } from './layout-finder.js';

/** The known layouts of the sources. */
export type KnownLayouts = ReadonlyMap<string, Layout>;

/**
 * The layout of every line, or `auto`: each source gets the layout that fits its first lines, reported by `detected`;
 * when that fits too few lines of a chunk, it gets the one that fits the most: a file that is rotated in may have
 * another format, and two servers may write one stream. With known layouts, `auto` begins with these.
 */
export type Format = Layout | 'auto' | KnownLayouts;

/** The ratio of unparsed lines to hits above which the other layouts are tried. */
const UNPARSED_SHARE = 0.1;

export interface Folded {
  readonly digest: Digest;
  /** The layout of the lines; undefined as long as none was found for their source. */
  readonly layout: Layout | undefined;
}

/** The result of reading a chunk by one layout. */
interface Attempt {
  readonly layout: Layout;
  readonly digest: Digest;
  /** Lines that fit the layout, and lines that do not, whether or not they fit the filter. */
  readonly hits: number;
  readonly unparsed: number;
}

/** Turns each chunk into the digest of its lines that fit a filter. Lines that fit no layout are unparsed. */
export class ChunkFolder {
  private readonly engine = new Engine();
  private readonly finder = new LayoutFinder(this.engine);
  /** The layout of every line, if it is fixed. */
  private readonly fixed?: Layout;

  /** Finds the same layouts whatever the filter is. */
  constructor(
    format: Format,
    private readonly filter: Filter = { terms: [] },
  ) {
    if (typeof format === 'object') {
      if ('kind' in format) this.fixed = format;
      else for (const [source, layout] of format) this.finder.settle(source, layout);
    }
    this.engine.filter(filter);
  }

  fold(chunk: Chunk): Folded {
    const folded = this.fixed === undefined ? this.foldDetected(chunk) : this.attempt(chunk, this.fixed);
    // The content of a line that was not kept is unknown.
    const isFiltered = this.filter.terms.length > 0;
    if (chunk.overlong > 0 && !isFiltered) foldOverlong(folded.digest, chunk.overlong, chunk.source);
    return folded;
  }

  private foldDetected(chunk: Chunk): Folded {
    const { digest } = this.bestOf(chunk);
    return { digest, layout: this.finder.known(chunk.source) };
  }

  private bestOf(chunk: Chunk): Attempt {
    const first = this.attempt(chunk, this.layoutOf(chunk) ?? common);
    if (first.unparsed <= first.hits * UNPARSED_SHARE) return first;
    const others = layouts.filter((other) => other !== first.layout).map((other) => this.attempt(chunk, other));
    const best = others.reduce((a, b) => (b.hits > a.hits ? b : a), first);
    if (best.hits > 0) this.finder.settle(chunk.source, best.layout);
    return best;
  }

  /** Goes by lines without the filter. */
  private layoutOf(chunk: Chunk): Layout | undefined {
    const known = this.finder.known(chunk.source);
    if (known !== undefined) return known;
    this.engine.filter();
    const found = this.finder.layoutOf(chunk);
    this.engine.filter(this.filter);
    return found;
  }

  private attempt({ bytes, source }: Chunk, layout: Layout): Attempt {
    const digest = emptyDigest();
    this.engine.fold(bytes, layout, source, digest);
    const passed = this.engine.takePassedOver();
    return { layout, digest, hits: digest.hits + passed.hits, unparsed: digest.unparsed + passed.unparsed };
  }
}
