import { addDigest, emptyDigest } from '../../digest/digest.js';
import type { Digest } from '../../digest/digest.js';
import { detect } from '../../engine/detect.js';
import { Engine } from '../../engine/engine.js';
import type { Layout } from '../../format/layout.js';
import { blocksBackwards, inputBytesFor } from './blocks-backwards.js';
import type { TimeBounds } from '../../engine/time-bounds.js';
import type { ByteRange } from '../../report/ranges.js';

export interface RecentOptions {
  /** Bytes read at once; default 1 MiB. */
  readonly blockBytes?: number;
  /** Called before each block: whether to leave the rest; by default it never does. */
  readonly isStopped?: () => boolean;
  /** For blocks of that size; default new ones. Only one file may be read with them at a time. */
  readonly engines?: RecentEngines;
}

/** The engines for reading files: to make them takes longer than to read a short file. */
export interface RecentEngines {
  readonly fold: Engine;
  readonly detect: Engine;
}

export function recentEngines(blockBytes = BLOCK_BYTES): RecentEngines {
  return { fold: new Engine(inputBytesFor(blockBytes)), detect: new Engine() };
}

const NEWLINE = 0x0a;
/**
 * The 2,400,000 lines of two minutes, 514 MB, took 1.3 s in blocks of 256 KiB, 0.9 s in these, 0.8 s in those of 4 MiB;
 * nothing else has its turn while a block is folded, which takes 2 ms for these.
 */
const BLOCK_BYTES = 1024 * 1024;
/** After this many bytes without a hit, the search backwards ends. */
const MAX_DRY_BYTES = 64 * 1024 * 1024;
/** Places of a block at which its layout is looked for: some of them may hold something other than a log. */
const PLACES = 8;
/** The bytes to look at in each place: more than are needed for lines to show their layout. */
const PLACE_BYTES = 64 * 1024;

/**
 * The digest of the lines of a file whose own time stamps are within the bounds. The file is read from its end
 * backwards up to a block whose lines are all older, so the cost for a large file depends on its lines of these times.
 * Within a block lines may come in any order, as when a server states when a request began.
 *
 * Lines without a known time, including the unparsed ones, are not counted. Rejects with the system's error when the
 * file cannot be read.
 *
 * @param fd of a file open for reading
 * @param size bytes to look at; anything after their last newline does not count as a line
 * @param format the layout of all lines, or `auto`: the layout of the last lines that fit any
 */
export async function recentLines(
  fd: number,
  size: number,
  format: Layout | 'auto',
  bounds: TimeBounds,
  source: string,
  { blockBytes = BLOCK_BYTES, isStopped = () => false, engines = recentEngines(blockBytes) }: RecentOptions = {},
): Promise<Digest> {
  const engine = engines.fold;
  const recent = new RecentHits(engine, bounds, source);
  let layout = format === 'auto' ? undefined : format;
  let dryBytes = 0;
  for await (const lines of blocksBackwards(fd, size, engine.input, blockBytes)) {
    layout ??= lastLayout(engine.input.subarray(lines.from, lines.to), engines.detect);
    const found = layout === undefined ? 'nothing' : recent.look(lines, layout);
    dryBytes = found === 'hits' ? 0 : dryBytes + blockBytes;
    if (found === 'older' || dryBytes >= MAX_DRY_BYTES || isStopped()) break;
  }
  return recent.digest;
}

/** Collects the hits within the bounds. */
class RecentHits {
  readonly digest = emptyDigest();

  constructor(
    private readonly engine: Engine,
    private readonly bounds: TimeBounds,
    private readonly source: string,
  ) {}

  /**
   * Counts the hits of the lines in the engine's input, and classifies them: `older` when all that state a time are.
   */
  look(lines: ByteRange, layout: Layout): 'hits' | 'older' | 'nothing' {
    if (lines.from === lines.to) return 'nothing';
    this.engine.use(layout);
    if (this.add(lines)) return 'hits';
    // The engine skips lines of other times silently, so they are folded again to find their times.
    const newest = this.fold(lines).timeline.rows().at(-1)?.second;
    return newest !== undefined && newest < this.bounds.from ? 'older' : 'nothing';
  }

  /** Returns whether there was something to count. */
  private add(lines: ByteRange): boolean {
    const found = this.fold(lines, this.bounds);
    addDigest(this.digest, { ...found, unparsed: 0, sample: undefined });
    return found.hits > 0;
  }

  private fold({ from, to }: ByteRange, bounds?: TimeBounds): Digest {
    const digest = emptyDigest();
    this.engine.limit(bounds);
    this.engine.foldInput(from, to, this.source, digest);
    this.engine.take(this.source, digest);
    return digest;
  }
}

/** The layout that fits lines of a block, preferring the last ones to the first. */
function lastLayout(lines: Uint8Array, engine: Engine): Layout | undefined {
  if (lines.length === 0) return undefined;
  for (let place = PLACES - 1; place >= 0; place--) {
    const at = Math.floor((lines.length * place) / PLACES);
    const from = at === 0 ? 0 : lines.indexOf(NEWLINE, at - 1) + 1;
    const layout = detect(lines.subarray(from, from + PLACE_BYTES), engine);
    if (layout !== undefined) return layout;
  }
  return undefined;
}
