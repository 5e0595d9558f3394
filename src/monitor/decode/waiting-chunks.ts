import type { SchedulerLike } from 'rxjs';
import { Queue } from './queue.js';
import type { Recent } from './recent-chunks.js';

/** The bytes to fold in one turn: some 10 ms, so that keys are answered meanwhile. */
const SLICE_BYTES = 4 * 1024 * 1024;
/** Where lines or a filter take longer than most, a turn ends after this many milliseconds and the current chunk. */
const SLICE_MS = 10;
/** The cost of a chunk beside its bytes: its digest takes as long as so many more. */
const CHUNK_COST_BYTES = 16 * 1024;
/** More bytes than this, and than there were at the start, do not wait. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

/** Chunks waiting to be folded, a slice in each turn of the clock. */
export class WaitingChunks {
  private readonly queue: Queue<Recent>;
  private readonly maxCost: number;
  private cost = 0;

  constructor(
    recent: readonly Recent[],
    private readonly clock: SchedulerLike,
  ) {
    this.queue = new Queue(recent);
    for (const waiting of recent) this.cost += costOf(waiting);
    this.maxCost = Math.max(this.cost, MAX_WAITING_BYTES);
  }

  get isEmpty(): boolean {
    return this.queue.isEmpty;
  }

  /**
   * Appends one to the others, if any wait.
   *
   * @returns the chunks to fold at once: this one where none waits; the oldest where too much would wait, so that a
   * source that is faster than the filter has to wait itself
   */
  add(arrived: Recent): readonly Recent[] {
    if (this.isEmpty) return [arrived];
    this.queue.push(arrived);
    this.cost += costOf(arrived);
    const due: Recent[] = [];
    while (this.cost > this.maxCost) due.push(...this.taken());
    return due;
  }

  /** Removes as much as is folded in one turn, each as soon as the one before is folded. */
  *slice(): Generator<Recent> {
    const begun = this.clock.now();
    let cost = 0;
    for (let next = this.queue.first; next !== undefined; next = this.queue.first) {
      const isBegun = cost > 0;
      cost += costOf(next);
      if (isBegun && (cost > SLICE_BYTES || this.clock.now() - begun >= SLICE_MS)) return;
      yield* this.taken();
    }
  }

  private taken(): readonly Recent[] {
    const oldest = this.queue.shift();
    if (oldest === undefined) return [];
    this.cost -= costOf(oldest);
    return [oldest];
  }
}

const costOf = ({ chunk }: Recent): number => chunk.bytes.length + CHUNK_COST_BYTES;
