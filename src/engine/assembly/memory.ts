import { FIELD_SLOTS } from './numbering';

// The layout of the engine's memory. Addresses that the outside reads or writes are exported: see `exports.ts`.

/** Spans of the fields of a line and of the parts of its request: from and to, u32 each, by slot. */
export const SPANS: usize = 1024;
/** Steps of the layout, `STEP_BYTES` each: slot i32, quoted u32, factor f64, length of end u32, end. */
export const STEPS: usize = 2048;
export const STEP_BYTES: usize = 64;
/** The start of the unparsed line that sorts first: length u32, or `NO_SAMPLE`, then the bytes. */
export const SAMPLE: usize = 7168;
export const NO_SAMPLE: u32 = 0xffffffff;
export const SAMPLE_BYTES: u32 = 256;
/** A byte `-`, for the fields missing from a layout. */
export const DASH: usize = 7680;
/** The bytes before the first field of the layout. */
export const BEFORE: usize = 7744;
/** Ranks of the keys that the fields of a line of JSON were read from, u32 each, by slot. */
export const RANKS: usize = 7808;
/** Room for assembling a key. */
export const SCRATCH: usize = 8192;
/** Lengths of the borders of the text of a search, a byte each: see `borders.ts`. */
export const BORDERS: usize = 10240;
/** Headers of the tables by their numbers, `HEADER_BYTES` each, up to `SPREADS`. */
export const HEADERS: usize = 10496;
/** Counts of sizes, then of latencies, by bucket. */
export const SPREADS: usize = 12288;
export const SPREAD_BUCKETS: u32 = 3776;
/** A hash table of the keys of a layout of JSON, `JSON_KEY_BYTES` each: see `json-keys.ts` beside `engine.ts`. */
export const JSON_KEYS: usize = 43008;
export const JSON_KEY_BYTES: usize = 32;
export const JSON_SLOTS: u32 = 256;
/** Bits of the statuses that fit a filter, then its terms: see `filter.ts`. Up to `UNESCAPED`. */
export const FILTER_STATUSES: usize = 59904;
export const FILTER_TERMS: usize = 60032;
/** Unescaped strings of a line of JSON; as much room as the longest line. */
export const UNESCAPED: usize = 65536;
/** Input: the bytes of lines. */
export const INPUT: usize = 131072;

/** The span of a missing field, as `setSpan` would write it. */
const DASH_SPAN: u64 = (<u64>DASH) | ((<u64>DASH + 1) << 32);

/** Makes every field `-`. */
export function clearSpans(): void {
  for (let slot: u32 = 0; slot < FIELD_SLOTS; slot++) clearSpan(slot);
}

/** Makes a field `-`. */
export function clearSpan(slot: u32): void {
  store<u64>(SPANS + ((<usize>slot) << 3), DASH_SPAN);
}

export function setSpan(slot: i32, from: usize, to: usize): void {
  store<u32>(SPANS + ((<usize>slot) << 3), <u32>from);
  store<u32>(SPANS + ((<usize>slot) << 3), <u32>to, 4);
}

export function spanFrom(slot: u32): usize {
  return <usize>load<u32>(SPANS + (slot << 3));
}

export function spanTo(slot: u32): usize {
  return <usize>load<u32>(SPANS + (slot << 3), 4);
}
