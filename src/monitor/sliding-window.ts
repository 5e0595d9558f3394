/**
 * Hits of the last seconds: counts are added to the second in which they arrived, and summed over the seconds of a
 * half-open window `[t − length, t)`. Adding is O(1), moving on is O(1) a second.
 *
 * A clock that is set back by less than the window makes it wait until the clock has caught up; one that is set back by
 * more starts it afresh.
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

  /** Adds hits that arrived in the given second. */
  add(second: number, hits: number): void {
    if (hits === 0) return;
    if (second < this.end - this.length) this.restart(second);
    this.counts.set(second, (this.counts.get(second) ?? 0) + hits);
    if (second < this.end) this.sum += hits;
  }

  /**
   * Moves the window on to `[t − length, t)` and gives each end on the way with the hits of the window there. Seconds
   * without hits in the window are passed over at once, so that it costs nothing when a clock leaps by years.
   */
  *advanceTo(t: number): Generator<{ readonly end: number; readonly hits: number }> {
    if (t < this.end - this.length) this.restart(t);
    while (this.end < t) {
      this.sum += this.counts.get(this.end) ?? 0;
      this.end++;
      const left = this.end - this.length - 1;
      this.sum -= this.counts.get(left) ?? 0;
      this.counts.delete(left);
      yield { end: this.end, hits: this.sum };
      if (this.sum === 0) this.end = Math.max(this.end, Math.min(t, ...this.counts.keys()));
    }
  }

  private restart(second: number): void {
    this.counts.clear();
    this.sum = 0;
    this.end = second;
  }
}
