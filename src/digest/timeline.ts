/** What is counted for one second. */
export interface SecondRow {
  /** Whole seconds since 1970. */
  readonly second: number;
  readonly hits: number;
  readonly bytes: number;
  /** Hits with a status of 500 or more. */
  readonly errors: number;
}

interface Counter {
  hits: number;
  bytes: number;
  errors: number;
}

/** Hits, bytes and errors by the second that their lines state. It holds one entry for each second that has any. */
export class Timeline {
  private readonly counters = new Map<number, Counter>();

  get size(): number {
    return this.counters.size;
  }

  count(second: number, hits: number, bytes: number, errors: number): void {
    const counter = this.counters.get(second);
    if (counter === undefined) {
      this.counters.set(second, { hits, bytes, errors });
    } else {
      counter.hits += hits;
      counter.bytes += bytes;
      counter.errors += errors;
    }
  }

  /** Adds all that `other` has counted; `other` stays as it is. */
  add(other: Timeline): void {
    for (const [second, { hits, bytes, errors }] of other.counters) this.count(second, hits, bytes, errors);
  }

  /** All seconds that have hits, in ascending order. */
  rows(): SecondRow[] {
    return Array.from(this.counters, ([second, counter]) => ({ second, ...counter })).sort(
      (a, b) => a.second - b.second,
    );
  }
}
