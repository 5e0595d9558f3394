import { sumOfBytes } from '../digest/bytes.js';
import { foldUnparsed, TABLES } from '../digest/digest.js';
import type { Digest } from '../digest/digest.js';
import type { Distinct } from '../digest/distinct.js';
import type { HashKey } from '../digest/hash-key.js';
import type { KeyTable } from '../digest/key-table.js';
import type { Timeline } from '../digest/timeline.js';
import type { EngineExports } from './module.js';
import { foldOverlong } from './overlong.js';
import { ENTRY_BYTES, HOSTS_TABLE, RECENT_BYTES, SECONDS_TABLE, TABLE_ROOMS } from './tables.js';

// Addresses and sizes, as in `assembly/memory.ts` and `assembly/table.ts`.
const HEADERS = 6144;
const HEADER_BYTES = 44;
const SAMPLE = 7168;
const NO_SAMPLE = 0xffffffff;
const SPREADS = 12_288;
const SPREAD_BUCKETS = 3776;
// Of an entry: in words, and in doubles.
const HITS = 6;
const ERRORS = 7;
const SIZES = 1;

/** The counts of an engine, as they lie in its memory. */
export class Counts {
  private readonly bytes: Buffer;
  private readonly words: Uint32Array;
  private readonly doubles: Float64Array;
  private readonly longs: BigInt64Array;
  /** The keys of each table that have become strings, by the number of their entry. */
  private readonly keys: string[][] = TABLES.map(() => []);
  /** Hashes of the hosts, likewise. */
  private hostHashes: number[] = [];

  /**
   * @param headers of the tables, as they are planned
   * @param distinctKey by which the engine hashes what is counted as distinct
   */
  constructor(
    memory: WebAssembly.Memory,
    private readonly exports: EngineExports,
    headers: readonly number[][],
    private readonly distinctKey: HashKey,
  ) {
    this.bytes = Buffer.from(memory.buffer);
    this.words = new Uint32Array(memory.buffer);
    this.doubles = new Float64Array(memory.buffer);
    this.longs = new BigInt64Array(memory.buffer);
    headers.forEach((header, table) => {
      this.words.set(header, headerOf(table));
    });
  }

  /** Hands the counts on to `digest` and begins anew; the keys stay. */
  take(source: string, digest: Digest): void {
    const { exports, bytes } = this;
    digest.hits += exports.hits.value;
    digest.bytes = sumOfBytes(digest.bytes, exports.bytes.value);
    digest.errors += exports.errors.value;
    if (exports.unparsed.value > 0) {
      const length = bytes.readUInt32LE(SAMPLE);
      const line = length === NO_SAMPLE ? '' : bytes.toString('latin1', SAMPLE + 4, SAMPLE + 4 + length);
      foldUnparsed(digest, exports.unparsed.value, { source, line });
    }
    if (exports.overlong.value > 0) foldOverlong(digest, exports.overlong.value, source);
    for (const [table, name] of TABLES.entries()) {
      this.takeKeys(table, digest[name], table === HOSTS_TABLE ? digest.distinctHosts : undefined);
    }
    this.takeSeconds(digest.timeline);
    this.takeSpread(0, digest.sizes, exports.hits.value, exports.maxSize.value);
    this.takeSpread(1, digest.latencies, exports.latencies.value, exports.maxLatency.value);
    exports.clear(0);
  }

  /** Makes room for other keys, once the counts have been taken. */
  forgetKeys(): void {
    TABLE_ROOMS.forEach((_, table) => {
      const header = headerOf(table);
      const slots = (this.words[header] ?? 0) >>> 2;
      this.words.fill(0, slots, slots + (this.words[header + 1] ?? 0) + 1);
      const recent = (this.words[header + 10] ?? 0) >>> 2;
      this.words.fill(0, recent, recent + RECENT_BYTES / 4);
      this.words[header + 7] = 0;
      this.words[header + 9] = this.words[header + 4] ?? 0;
    });
    this.keys.forEach((keys) => {
      keys.length = 0;
    });
    this.hostHashes = [];
    this.exports.clear(1);
  }

  // Loops rather than a callback for each entry: V8 drops what it has compiled of those, as `view/grid.ts` says.
  private takeKeys(table: number, into: KeyTable, distinct: Distinct | undefined): void {
    const keys = this.keys[table] ?? [];
    const entries = this.words[headerOf(table) + 2] ?? 0;
    const hashes = distinct?.by(this.distinctKey);
    for (const address of this.touched(table)) {
      const number = (address - entries) / ENTRY_BYTES;
      const key = (keys[number] ??= this.keyAt(address >>> 2));
      into.count(key, this.hits(address), this.sizes(address), this.errors(address));
      hashes?.count((this.hostHashes[number] ??= this.distinctHashAt(address >>> 2)));
    }
    this.clear(table);
  }

  private takeSeconds(into: Timeline): void {
    const { words, longs } = this;
    for (const address of this.touched(SECONDS_TABLE)) {
      const second = Number(longs[(words[(address >>> 2) + 4] ?? 0) >>> 3] ?? 0n);
      into.count(second, this.hits(address), this.sizes(address), this.errors(address));
    }
    this.clear(SECONDS_TABLE);
  }

  /** The addresses of a table's entries that have counted something. */
  private touched(table: number): Uint32Array {
    const header = headerOf(table);
    const first = (this.words[header + 3] ?? 0) >>> 2;
    return this.words.subarray(first, first + (this.words[header + 8] ?? 0));
  }

  private hits(entry: number): number {
    return this.words[(entry >>> 2) + HITS] ?? 0;
  }

  private errors(entry: number): number {
    return this.words[(entry >>> 2) + ERRORS] ?? 0;
  }

  private sizes(entry: number): number {
    return this.doubles[(entry >>> 3) + SIZES] ?? 0;
  }

  /** Sets what the entries of a table have counted to nothing. */
  private clear(table: number): void {
    for (const address of this.touched(table)) {
      this.words[(address >>> 2) + HITS] = 0;
      this.words[(address >>> 2) + ERRORS] = 0;
      this.doubles[(address >>> 3) + SIZES] = 0;
    }
    this.words[headerOf(table) + 8] = 0;
  }

  /** `place` is that of an entry, in words. */
  private keyAt(place: number): string {
    const at = this.words[place + 4] ?? 0;
    return this.bytes.toString('latin1', at, at + (this.words[place + 5] ?? 0));
  }

  private distinctHashAt(place: number): number {
    return this.exports.distinctHash(this.words[place + 4] ?? 0, this.words[place + 5] ?? 0);
  }

  private takeSpread(kind: number, spread: Digest['sizes'], count: number, max: number): void {
    if (count === 0) return;
    const from = (SPREADS >>> 2) + kind * SPREAD_BUCKETS;
    const buckets = this.words.subarray(from, from + SPREAD_BUCKETS);
    for (let bucket = 0; bucket < buckets.length; bucket++) spread.addBucket(bucket, buckets[bucket] ?? 0);
    buckets.fill(0);
    spread.raiseMax(max);
  }
}

/** Place of a table's header, in words. */
const headerOf = (table: number): number => (HEADERS + table * HEADER_BYTES) >>> 2;
