import type { Digest } from '../digest/digest.js';
import { wordsOf } from '../digest/hash-key.js';
import type { HashKey } from '../digest/hash-key.js';
import type { Filter } from '../format/filter/filter.js';
import type { Layout, TextLayout } from '../format/layout.js';
import { Counts } from './counts.js';
import { engineMap } from './engine-map.js';
import { writeFilter } from './filter.js';
import { distinctKey, randomHashKey } from './hash-keys.js';
import type { HashKeys } from './hash-keys.js';
import { writeJsonKeys } from './json-keys.js';
import { instantiate } from './module.js';
import type { EngineExports } from './module.js';
import { foldOverlong } from './overlong.js';
import { planTables } from './tables.js';

const PAGE_BYTES = 65_536;

const NEWLINE = 0x0a;
/** Beyond all times that a log can state. */
const MAX_SECONDS = Number.MAX_SAFE_INTEGER;

/** Counts are taken after this many bytes: their lines are fewer than a signed counter of 32 bits can count. */
const TAKEN_AFTER_BYTES = 2 ** 30;

/** Bytes of lines that the engine takes at once by default. A line of up to 64 KiB must fit. */
export const DEFAULT_INPUT_BYTES = 256 * 1024;

/**
 * Folds lines of bytes into counts, in WebAssembly, and passes these to a digest.
 *
 * Keys stay in the engine when their counts are taken, so that each is made a string once, not once a line or a chunk.
 * The plain JavaScript before it, which made the keys of each line strings, took 4.6 times as long for five of the nine
 * tables (2,000,000 lines, one thread). WebAssembly gains by comparing 16 bytes at once and multiplying 64 bits, which
 * serve to cut lines and hash keys.
 */
export class Engine {
  /** The place for the bytes that `foldInput` folds. */
  readonly input: Buffer;
  private readonly exports: EngineExports;
  private readonly bytes: Buffer;
  private readonly counts: Counts;
  private readonly map = engineMap();
  private layout: Layout | undefined;
  private isFiltered = false;
  /** Bytes folded since counts were last taken. */
  private foldedBytes = 0;

  /** @param keys its hash keys; default: a random one for its tables, that of the process for distinct counts */
  constructor(inputBytes: number = DEFAULT_INPUT_BYTES, keys: Partial<HashKeys> = {}) {
    const { tables = randomHashKey(), distinct = distinctKey() } = keys;
    const { INPUT, DASH } = this.map;
    // 64 bytes of slack, as the engine reads 16 bytes at once.
    const plan = planTables(INPUT + inputBytes + 64);
    const memory = new WebAssembly.Memory({ initial: Math.ceil(plan.end / PAGE_BYTES) });
    this.bytes = Buffer.from(memory.buffer);
    this.input = this.bytes.subarray(INPUT, INPUT + inputBytes);
    this.exports = instantiate(memory);
    this.counts = new Counts(memory, this.exports, plan.headers, distinct);
    this.bytes[DASH] = 0x2d;
    this.exports.setHashKeys(...longsOf(tables), ...longsOf(distinct));
    this.exports.clear(1);
  }

  /** Sets the layout of the lines that follow. */
  use(layout: Layout): void {
    if (layout === this.layout) return;
    this.layout = layout;
    if (layout.kind === 'text') {
      this.useText(layout);
    } else {
      writeJsonKeys(this.bytes, layout.keys);
      this.exports.setJson();
    }
  }

  /** The numbers of fields and bytes are within the limits of `layoutOf`, for which there is room. */
  private useText({ before, steps, latencyMicroseconds }: TextLayout): void {
    const { BEFORE, STEPS, STEP_BYTES } = this.map;
    this.bytes.set(before, BEFORE);
    steps.forEach(({ slot, quoted, end }, i) => {
      const step = STEPS + i * STEP_BYTES;
      this.bytes.writeInt32LE(slot, step);
      this.bytes.writeUInt32LE(quoted ? 1 : 0, step + 4);
      this.bytes.writeUInt32LE(end.length, step + 16);
      this.bytes.set(end, step + 20);
    });
    const fieldBits = steps.reduce((bits, { slot }) => (slot === -1 ? bits : bits | (1 << slot)), 0);
    this.exports.setLayout(before.length, steps.length, fieldBits, latencyMicroseconds);
  }

  /** Counts only lines of the seconds `[from, to)` since 1970; without bounds, all lines. */
  limit(bounds?: { readonly from: number; readonly to: number }): void {
    this.exports.setBounds(BigInt(bounds?.from ?? -MAX_SECONDS), BigInt(bounds?.to ?? MAX_SECONDS));
  }

  /**
   * From now on counts only lines that fit the filter; all lines if there is none, or it has no terms. Other lines
   * count neither as hits nor as unparsed. A line that does not fit the layout has no fields: it counts as unparsed
   * when the filter asks only for text of the line, and it fits; a line too long to be looked at never does.
   *
   * Fields are as cut by the layout, paths and sections as in the tables, though whole: a table may cut a key.
   */
  filter(filter: Filter = { terms: [] }): void {
    this.exports.setFilter(...writeFilter(this.bytes, filter));
    this.isFiltered = filter.terms.length > 0;
  }

  /** The numbers of lines that the filter has skipped since the last call: `hits` fit the layout, `unparsed` do not. */
  takePassedOver(): { readonly hits: number; readonly unparsed: number } {
    const { passedHits, passedUnparsed } = this.exports;
    const passed = { hits: passedHits.value >>> 0, unparsed: passedUnparsed.value >>> 0 };
    passedHits.value = passedUnparsed.value = 0;
    return passed;
  }

  /** Folds whole lines into `digest`; the last may lack its newline. A line that does not fit counts as unparsed. */
  fold(lines: Uint8Array, layout: Layout, source: string, digest: Digest): void {
    this.use(layout);
    let from = 0;
    while (from < lines.length) {
      const to = this.endOfPart(lines, from);
      if (to === from) {
        if (!this.isFiltered) foldOverlong(digest, 1, source);
        const newline = lines.indexOf(NEWLINE, from);
        from = newline === -1 ? lines.length : newline + 1;
        continue;
      }
      this.input.set(lines.subarray(from, to));
      let length = to - from;
      if (lines[to - 1] !== NEWLINE) this.input[length++] = NEWLINE;
      this.foldInput(0, length, source, digest);
      from = to;
    }
    this.take(source, digest);
  }

  /**
   * Folds the whole lines in `input` from `from` up to `to`. Keeps counts until they are taken; passes them to `digest`
   * earlier only when a table is full, or counters may soon be.
   */
  foldInput(from: number, to: number, source: string, digest: Digest): void {
    let at = from;
    while (at < to) {
      at = this.exports.fold(at, to);
      if (this.exports.isFull.value !== 0) {
        this.take(source, digest);
        this.counts.forgetKeys();
      }
    }
    this.foldedBytes += to - from;
    if (this.foldedBytes > TAKEN_AFTER_BYTES) this.take(source, digest);
  }

  /** Moves the counts into `digest` and starts again from zero. */
  take(source: string, digest: Digest): void {
    this.counts.take(source, digest);
    this.foldedBytes = 0;
  }

  /** The end of as many whole lines, from `from` on, as fit into the input; `from` when not even one fits. */
  private endOfPart(lines: Uint8Array, from: number): number {
    const room = this.input.length - 1;
    if (lines.length - from <= room) return lines.length;
    return from + lines.subarray(from, from + room).lastIndexOf(NEWLINE) + 1;
  }
}

/** The two halves of a key, as the engine takes them. */
function longsOf(key: HashKey): [low: bigint, high: bigint] {
  const [low = 0n, high = 0n] = new BigUint64Array(wordsOf(key).buffer);
  return [low, high];
}
