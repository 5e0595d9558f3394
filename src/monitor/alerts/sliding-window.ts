/** The content of a `SlidingWindow`: enough to resume with it. */
export interface WindowState {
  /** End of the window, in whole seconds. */
  readonly end: number;
  /** Hits of the seconds that have any, in the window and after it, in ascending order. */
  readonly counts: readonly (readonly [second: number, hits: number])[];
}

/**
 * Hits of the last seconds: counts are added to the second in which they arrived, and summed over the seconds of a
 * half-open window `[t − length, t)`. Adding is O(1), moving on is O(1) a second.
 *
 * A clock set back by less than the window makes it wait until the clock has caught up; one set back by more restarts
 * it.
 */
export class SlidingWindow {
  private readonly counts = new Map<number, number>();
  /** End of the window, in whole seconds; the counts of seconds before it are in the sum. */
  private end: number;
  private sum = 0;

  /**
   * @param length of the window in whole seconds, 1 or more
   * @param start the second from which on hits are counted
   */
  constructor(
    readonly length: number,
    start: number,
  ) {
    this.end = start;
  }

  /**
   * The window that resumes from a state, perhaps with another length: a longer window lacks the hits that the shorter
   * one had left behind.
   */
  static from({ end, counts }: WindowState, length: number): SlidingWindow {
    const window = new SlidingWindow(length, end);
    for (const [second, hits] of counts) if (second >= end - length) window.add(second, hits);
    return window;
  }

  /** Hits in the window. */
  get hits(): number {
    return this.sum;
  }

  /** Its first second. */
  get start(): number {
    return this.end - this.length;
  }

  state(): WindowState {
    return { end: this.end, counts: [...this.counts].sort(([a], [b]) => a - b) };
  }

  /** Adds hits that arrived in the given second. */
  add(second: number, hits: number): void {
    if (hits === 0) return;
    if (second < this.end - this.length) this.restart(second);
    this.counts.set(second, (this.counts.get(second) ?? 0) + hits);
    if (second < this.end) this.sum += hits;
  }

  /**
   * Moves the window on to `[t − length, t)` and yields each end on the way with the hits of the window there. Skips
   * seconds without hits in the window at once, so that a clock that leaps by years costs nothing. Nothing may be added
   * meanwhile.
   */
  *advanceTo(t: number): Generator<{ readonly end: number; readonly hits: number }> {
    if (t < this.end - this.length) this.restart(t);
    let seconds: Iterator<number> | undefined;
    while (this.end < t) {
      this.sum += this.counts.get(this.end) ?? 0;
      this.end++;
      const left = this.end - this.length - 1;
      this.sum -= this.counts.get(left) ?? 0;
      this.counts.delete(left);
      yield { end: this.end, hits: this.sum };
      if (this.sum > 0) continue;
      // Sorted once for all gaps: a window that resumes after days has many seconds before it.
      seconds ??= [...this.counts.keys()].sort((a, b) => a - b).values();
      this.end = Math.min(t, firstFrom(this.end, seconds));
    }
  }

  private restart(second: number): void {
    this.counts.clear();
    this.sum = 0;
    this.end = second;
  }
}

/** The first of the seconds that is not before `least`; infinite when there is none. */
function firstFrom(least: number, seconds: Iterator<number>): number {
  for (let next = seconds.next(); next.done !== true; next = seconds.next()) if (next.value >= least) return next.value;
  return Infinity;
}
