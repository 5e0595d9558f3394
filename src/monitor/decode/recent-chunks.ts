import { asyncScheduler, defer, ignoreElements, merge, of, tap } from 'rxjs';
import type { OperatorFunction, SchedulerLike } from 'rxjs';
import type { Chunk, SourceEvent } from '../../source/source-event.js';
import { secondOf } from '../seconds.js';
import { Queue } from './queue.js';

/** A chunk and its arrival. */
export interface Recent {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly chunk: Chunk;
}

export interface RecentOptions {
  /** Whole seconds of chunks to keep, beside the second that has not ended; default 60. */
  readonly seconds: number;
  /** The most memory for the chunks; default 64 MiB. The oldest go first. */
  readonly maxBytes: number;
}

export const DEFAULT_RECENT: RecentOptions = { seconds: 60, maxBytes: 64 * 1024 * 1024 };

/** The chunks that came last. */
export interface RecentChunks {
  /** The chunks kept now, the oldest first. */
  chunks(): readonly Recent[];
}

/** The memory of a chunk beside its bytes. */
const CHUNK_OVERHEAD_BYTES = 512;

/**
 * Keeps recent chunks; emits the buffer once, on subscription, before any chunk can reach its consumer. So with a
 * shared source, the chunks passed to `filtered` and the chunks that follow have a seam at which none is lost and none
 * comes twice:
 *
 * ```ts
 * events$.pipe(
 *   recentChunks({ seconds: 60, maxBytes: 64 * 1024 * 1024 }, clock),
 *   switchMap((recent) => filter$.pipe(
 *     switchMap((filter) => events$.pipe(filtered(filter, 'auto', recent.chunks(), clock))),
 *   )),
 * )
 * ```
 *
 * Bytes are kept as they came: no source uses them again. They are copied only where they are a small part of a larger
 * block, as a view keeps the whole block.
 */
export function recentChunks(
  options: RecentOptions = DEFAULT_RECENT,
  clock: SchedulerLike = asyncScheduler,
): OperatorFunction<SourceEvent, RecentChunks> {
  return (events$) =>
    defer(() => {
      const kept = new KeptChunks(options, clock);
      const keeping$ = events$.pipe(
        tap((event) => {
          if (event.kind === 'chunk') kept.add(event);
        }),
        ignoreElements(),
      );
      return merge(keeping$, of(kept));
    });
}

interface Kept {
  readonly recent: Recent;
  readonly heldBytes: number;
}

class KeptChunks implements RecentChunks {
  private readonly queue = new Queue<Kept>();
  private heldBytes = 0;

  constructor(
    private readonly options: RecentOptions,
    private readonly clock: SchedulerLike,
  ) {}

  add(chunk: Chunk): void {
    const compact = withoutBlock(chunk);
    const heldBytes = compact.bytes.buffer.byteLength + CHUNK_OVERHEAD_BYTES;
    this.queue.push({ recent: { at: this.clock.now(), chunk: compact }, heldBytes });
    this.heldBytes += heldBytes;
    this.forget();
  }

  chunks(): readonly Recent[] {
    this.forget();
    return this.queue.toArray().map(({ recent }) => recent);
  }

  /** Drops chunks that are too old, or too much, or came after now, as the clock was set back. */
  private forget(): void {
    const now = secondOf(this.clock.now());
    for (let oldest = this.queue.first; oldest !== undefined; oldest = this.queue.first) {
      const second = secondOf(oldest.recent.at);
      const isRecent = second >= now - this.options.seconds && second <= now;
      if (isRecent && this.heldBytes <= this.options.maxBytes) return;
      this.heldBytes -= oldest.heldBytes;
      this.queue.shift();
    }
  }
}

/** The chunk, with its bytes in a block of their own if they are less than half of their current one. */
function withoutBlock(chunk: Chunk): Chunk {
  const { bytes } = chunk;
  return 2 * bytes.length < bytes.buffer.byteLength ? { ...chunk, bytes: new Uint8Array(bytes) } : chunk;
}
