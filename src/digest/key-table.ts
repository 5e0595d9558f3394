import type { ByteReader } from './bytes/byte-reader.js';
import type { ByteWriter } from './bytes/byte-writer.js';
import { sumOfBytes } from './safe-sum.js';
import { KeyReader, KeyWriter } from './bytes/front-coding.js';
import { filedKey, keyFiledAs } from './map-key.js';

/** The counts of one key. */
export interface KeyRow {
  /** The bytes of the log, one character a byte (`latin1`); see `escape` for text fit for display. */
  readonly key: string;
  readonly hits: number;
  /** Bytes of the responses. */
  readonly bytes: number;
  /** Hits with a status of 500 or more. */
  readonly errors: number;
}

/** The order of rows. */
export type RowOrder = 'hits' | 'bytes' | 'errors';

interface Counter {
  hits: number;
  bytes: number;
  errors: number;
  /** Hits that may have been lost before the key was in the table, at most. */
  lost: number;
}

/**
 * Counts hits, bytes and errors by key, for a bounded number of keys: a Space-Saving summary that is thinned out in
 * batches. It grows to twice its cap, then keeps the `cap` keys of the largest possible counts.
 *
 * As long as no key was dropped, `maxLost` is 0 and all counts are exact. After that, a key's true hits lie between
 * `hits` and `hits + maxLost`, `maxLost` is at most N / (cap + 1) of N hits in all, and every key with more hits than
 * `maxLost` is in the table. Merging keeps these bounds.
 *
 * Source: Metwally, Agrawal, El Abbadi, Efficient Computation of Frequent and Top-k Elements in Data Streams, 2005;
 * Agarwal et al., Mergeable Summaries, 2012.
 */
export class KeyTable {
  /** Keyed by `filedKey`. */
  private readonly counters = new Map<string, Counter>();
  private lost = 0;

  /** @param cap the number of keys that are kept at least when there are more; a whole number of 1 or more */
  constructor(readonly cap: number) {}

  /** Hits of a key missing from the table's count, at most; 0 while all keys are there. */
  get maxLost(): number {
    return this.lost;
  }

  get size(): number {
    return this.counters.size;
  }

  get(key: string): KeyRow | undefined {
    const counter = this.counters.get(filedKey(key));
    return counter && rowOf(key, counter);
  }

  /** The hits of a key, 0 when it is not in the table. */
  hitsOf(key: string): number {
    return this.counters.get(filedKey(key))?.hits ?? 0;
  }

  /** Counts hits of one key, with the bytes of their responses and the errors among them. */
  count(key: string, hits: number, bytes: number, errors: number): void {
    const filed = filedKey(key);
    const counter = this.counters.get(filed);
    if (counter === undefined) {
      this.counters.set(filed, { hits, bytes: sumOfBytes(bytes, 0), errors, lost: this.lost });
      if (this.counters.size > 2 * this.cap) this.thinOut();
    } else {
      counter.hits += hits;
      counter.bytes = sumOfBytes(counter.bytes, bytes);
      counter.errors += errors;
    }
  }

  /** Adds all that `other` has counted; `other` stays as it is. */
  add(other: KeyTable): void {
    if (other.lost > 0) {
      for (const [key, counter] of this.counters) if (!other.counters.has(key)) counter.lost += other.lost;
    }
    for (const [key, counter] of other.counters) {
      const own = this.counters.get(key);
      if (own === undefined) {
        const { hits, bytes, errors, lost } = counter;
        // Not by `...counter`, which made merging take up to twice as long.
        this.counters.set(key, { hits, bytes, errors, lost: lost + this.lost });
      } else {
        own.hits += counter.hits;
        own.bytes = sumOfBytes(own.bytes, counter.bytes);
        own.errors += counter.errors;
        own.lost += counter.lost;
      }
    }
    this.lost += other.lost;
    if (this.counters.size > 2 * this.cap) this.thinOut();
  }

  /** All rows, the most hits first; with equal hits in the order of the keys' bytes. */
  rows(): KeyRow[] {
    return this.top(this.counters.size);
  }

  /**
   * The first `count` rows, or all when there are fewer, the largest by `order` first; equal ones as in `rows`.
   *
   * Makes and compares only the possible candidates: the first 15 of 2,000 keys took 0.06 ms, all of them 0.28.
   */
  top(count: number, order: RowOrder = 'hits'): KeyRow[] {
    const least = this.least(count, order);
    const rows: KeyRow[] = [];
    for (const [filed, counter] of this.counters) {
      if (counter[order] >= least) rows.push(rowOf(keyFiledAs(filed), counter));
    }
    return rows.sort(BY[order]).slice(0, count);
  }

  /**
   * The table of other keys, each made from a key of this one.
   *
   * @param by the key to count instead, undefined for none
   * @param cap of the new table
   * @param hits of all keys, including those that this table dropped
   */
  regrouped(by: (key: string) => string | undefined, cap: number, hits: number): KeyTable {
    const table = new KeyTable(cap);
    if (this.lost > 0) {
      let kept = 0;
      for (const counter of this.counters.values()) kept += counter.hits;
      table.lost = Math.max(0, hits - kept);
    }
    for (const [filed, { hits, bytes, errors }] of this.counters) {
      const key = by(keyFiledAs(filed));
      if (key !== undefined) table.count(key, hits, bytes, errors);
    }
    return table;
  }

  write(to: ByteWriter): void {
    to.whole(this.cap);
    to.whole(this.lost);
    to.whole(this.counters.size);
    const keys = new KeyWriter(to);
    // In the order of their bytes: as characters stand for bytes, that is the default order of strings.
    for (const key of Array.from(this.counters.keys(), keyFiledAs).sort()) {
      const counter = this.counters.get(filedKey(key));
      if (counter === undefined) continue;
      keys.write(key);
      to.whole(counter.hits);
      to.whole(counter.bytes);
      to.whole(counter.errors);
      if (this.lost > 0) to.whole(counter.lost);
    }
  }

  static read(from: ByteReader): KeyTable {
    const table = new KeyTable(from.whole(1, Number.MAX_SAFE_INTEGER));
    table.lost = from.whole();
    const count = from.count(5);
    if (count > 2 * table.cap) from.fail(`${count} keys are too many for a cap of ${table.cap}`);
    const keys = new KeyReader(from);
    for (let i = 0; i < count; i++) {
      table.counters.set(filedKey(keys.read()), {
        hits: from.whole(),
        bytes: from.whole(),
        errors: from.whole(),
        lost: table.lost > 0 ? from.whole(0, table.lost) : 0,
      });
    }
    return table;
  }

  /** The amount in the last of the first `count` rows. */
  private least(count: number, order: RowOrder): number {
    if (count >= this.counters.size) return 0;
    const amounts = new Float64Array(this.counters.size);
    let i = 0;
    for (const counter of this.counters.values()) amounts[i++] = counter[order];
    return amounts.sort()[amounts.length - count] ?? Infinity;
  }

  /** Drops all keys except the `cap` with the largest counts, including possible losses; on ties, drops the latest. */
  private thinOut(): void {
    const { counters, cap } = this;
    const possible = new Float64Array(counters.size);
    let i = 0;
    // Filled by hand: `Float64Array.from` with a callback took a third longer for a log whose keys are all distinct.
    for (const { hits, lost } of counters.values()) possible[i++] = hits + lost;
    possible.sort();
    const kept = possible.subarray(-cap);
    const largestDropped = possible[possible.length - cap - 1] ?? this.lost;
    const above = kept.findIndex((count) => count > largestDropped);
    let ties = above === -1 ? cap : above;
    for (const [key, { hits, lost }] of counters) {
      const count = hits + lost;
      if (count > largestDropped || (count === largestDropped && ties-- > 0)) continue;
      counters.delete(key);
    }
    this.lost = largestDropped;
  }
}

const rowOf = (key: string, { hits, bytes, errors }: Counter): KeyRow => ({ key, hits, bytes, errors });

const byHits = (a: KeyRow, b: KeyRow): number => b.hits - a.hits || (a.key < b.key ? -1 : 1);

/** Not made for each table: V8 would compile them again and again. */
const BY: Readonly<Record<RowOrder, (a: KeyRow, b: KeyRow) => number>> = {
  hits: byHits,
  bytes: (a, b) => b.bytes - a.bytes || byHits(a, b),
  errors: (a, b) => b.errors - a.errors || byHits(a, b),
};
