import { sumOfBytes } from '../digest/safe-sum.js';
import { foldUnparsed } from '../digest/digest.js';
import { COUNTED_NAMES } from '../digest/dimensions.js';
import type { Digest } from '../digest/digest.js';
import type { Distinct } from '../digest/distinct.js';
import type { HashKey } from '../digest/hash-key.js';
import type { KeyTable } from '../digest/key-table.js';
import type { Timeline } from '../digest/timeline.js';
import type { EngineExports } from './module.js';
import { foldOverlong } from './overlong.js';
import { engineMap } from './engine-map.js';
import { tableNumber } from './tables.js';

/** The counts in an engine's memory. */
export class Counts {
  private readonly bytes: Buffer;
  private readonly words: Uint32Array;
  private readonly doubles: Float64Array;
  private readonly longs: BigInt64Array;
  private readonly map = engineMap();
  /** The numbers of the tables. */
  private readonly tables = COUNTED_NAMES.map((name) => [name, tableNumber(name)] as const);
  /** The keys of each table that have been made strings, by the number of their entry. */
  private readonly keys: string[][] = [];
  /** Hashes of the hosts, by the number of their entry. */
  private hostHashes: number[] = [];

  /**
   * @param headers of the tables, as planned
   * @param distinctKey the engine's hash key for distinct counts
   */
  constructor(
    memory: WebAssembly.Memory,
    private readonly exports: EngineExports,
    private readonly headers: readonly number[][],
    private readonly distinctKey: HashKey,
  ) {
    this.bytes = Buffer.from(memory.buffer);
    this.words = new Uint32Array(memory.buffer);
    this.doubles = new Float64Array(memory.buffer);
    this.longs = new BigInt64Array(memory.buffer);
    headers.forEach((header, table) => {
      this.words.set(header, this.headerOf(table));
    });
    exports.setTables(headers.length);
  }

  /** Moves the counts into `digest` and starts again from zero; the keys stay. */
  take(source: string, digest: Digest): void {
    const { exports, bytes, map } = this;
    digest.hits += exports.hits.value;
    digest.bytes = sumOfBytes(digest.bytes, exports.bytes.value);
    digest.errors += exports.errors.value;
    if (exports.unparsed.value > 0) {
      const length = bytes.readUInt32LE(map.SAMPLE);
      const line =
        length === map.NO_SAMPLE >>> 0 ? '' : bytes.toString('latin1', map.SAMPLE + 4, map.SAMPLE + 4 + length);
      foldUnparsed(digest, exports.unparsed.value, { source, line });
    }
    if (exports.overlong.value > 0) foldOverlong(digest, exports.overlong.value, source);
    for (const [name, table] of this.tables) {
      this.takeKeys(table, digest.tables[name], name === 'hosts' ? digest.distinctHosts : undefined);
    }
    this.takeSeconds(digest.timeline);
    this.takeSpread(0, digest.sizes, exports.hits.value, exports.maxSize.value);
    this.takeSpread(1, digest.latencies, exports.latencies.value, exports.maxLatency.value);
    exports.clear(0);
  }

  /** Makes room for other keys, once the counts have been taken. */
  forgetKeys(): void {
    const { words, map } = this;
    this.headers.forEach((_, table) => {
      const header = this.headerOf(table);
      const word = (offset: number): number => words[header + offset / 4] ?? 0;
      const slots = word(map.HEADER_SLOTS) >>> 2;
      words.fill(0, slots, slots + word(map.HEADER_MASK) + 1);
      const recent = word(map.HEADER_RECENT) >>> 2;
      words.fill(0, recent, recent + (map.RECENT_SLOTS * map.RECENT_SLOT_BYTES) / 4);
      words[header + map.HEADER_COUNT / 4] = 0;
      words[header + map.HEADER_ARENA_AT / 4] = word(map.HEADER_ARENA);
    });
    this.keys.forEach((keys) => {
      keys.length = 0;
    });
    this.hostHashes = [];
    this.exports.clear(1);
  }

  // Loops rather than a callback for each entry: V8 discards the compiled code of callbacks, as `text/grid.ts` says.
  private takeKeys(table: number, into: KeyTable, distinct: Distinct | undefined): void {
    const keys = (this.keys[table] ??= []);
    const { words, doubles } = this;
    const { ENTRY_BYTES, ENTRY_HITS, ENTRY_ERRORS, ENTRY_SIZES, HEADER_ENTRIES } = this.map;
    const entries = words[this.headerOf(table) + HEADER_ENTRIES / 4] ?? 0;
    const hashes = distinct?.by(this.distinctKey);
    for (const address of this.touched(table)) {
      const number = (address - entries) / ENTRY_BYTES;
      const key = (keys[number] ??= this.keyAt(address));
      const hits = words[(address + ENTRY_HITS) >>> 2] ?? 0;
      into.count(key, hits, doubles[(address + ENTRY_SIZES) >>> 3] ?? 0, words[(address + ENTRY_ERRORS) >>> 2] ?? 0);
      hashes?.count((this.hostHashes[number] ??= this.distinctHashAt(address)));
    }
    this.clear(table);
  }

  private takeSeconds(into: Timeline): void {
    const { words, doubles, longs } = this;
    const { ENTRY_KEY, ENTRY_HITS, ENTRY_ERRORS, ENTRY_SIZES, SECONDS } = this.map;
    for (const address of this.touched(SECONDS)) {
      const second = Number(longs[(words[(address + ENTRY_KEY) >>> 2] ?? 0) >>> 3] ?? 0n);
      const hits = words[(address + ENTRY_HITS) >>> 2] ?? 0;
      into.count(second, hits, doubles[(address + ENTRY_SIZES) >>> 3] ?? 0, words[(address + ENTRY_ERRORS) >>> 2] ?? 0);
    }
    this.clear(SECONDS);
  }

  /** The addresses of a table's entries with counts. */
  private touched(table: number): Uint32Array {
    const header = this.headerOf(table);
    const { HEADER_TOUCHED, HEADER_TOUCHED_COUNT } = this.map;
    const first = (this.words[header + HEADER_TOUCHED / 4] ?? 0) >>> 2;
    return this.words.subarray(first, first + (this.words[header + HEADER_TOUCHED_COUNT / 4] ?? 0));
  }

  /** Sets the counts of a table's entries to zero. */
  private clear(table: number): void {
    const { ENTRY_HITS, ENTRY_ERRORS, ENTRY_SIZES, HEADER_TOUCHED_COUNT } = this.map;
    for (const address of this.touched(table)) {
      this.words[(address + ENTRY_HITS) >>> 2] = 0;
      this.words[(address + ENTRY_ERRORS) >>> 2] = 0;
      this.doubles[(address + ENTRY_SIZES) >>> 3] = 0;
    }
    this.words[this.headerOf(table) + HEADER_TOUCHED_COUNT / 4] = 0;
  }

  private keyAt(entry: number): string {
    const { words, map } = this;
    const at = words[(entry + map.ENTRY_KEY) >>> 2] ?? 0;
    return this.bytes.toString('latin1', at, at + (words[(entry + map.ENTRY_LENGTH) >>> 2] ?? 0));
  }

  private distinctHashAt(entry: number): number {
    const { words, map } = this;
    const length = words[(entry + map.ENTRY_LENGTH) >>> 2] ?? 0;
    return this.exports.distinctHash(words[(entry + map.ENTRY_KEY) >>> 2] ?? 0, length);
  }

  private takeSpread(kind: number, spread: Digest['sizes'], count: number, max: number): void {
    if (count === 0) return;
    const { SPREADS, SPREAD_BUCKETS } = this.map;
    const from = (SPREADS >>> 2) + kind * SPREAD_BUCKETS;
    const buckets = this.words.subarray(from, from + SPREAD_BUCKETS);
    for (let bucket = 0; bucket < buckets.length; bucket++) spread.addBucket(bucket, buckets[bucket] ?? 0);
    buckets.fill(0);
    spread.raiseMax(max);
  }

  /** Place of a table's header, in words. */
  private headerOf(table: number): number {
    return (this.map.HEADERS + table * this.map.HEADER_BYTES) >>> 2;
  }
}
