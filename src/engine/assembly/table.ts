import { HEADERS } from './memory';
import { mixOf, placeOf, tagOf } from './recent';
import { same } from './scan';
import { tableHash } from './sip-hash';

// A table counts hits, bytes and errors by key: open addressing over slots that hold the number of an entry plus one.
// Keys stay when their counts are taken, so that each becomes a string only once; `touched` lists the entries that have
// counts.

/** An entry: hash u64, bytes f64, key u32, length u32, hits u32, errors u32. */
export const ENTRY_BYTES: u32 = 32;
export const ENTRY_SIZES: u32 = 8;
export const ENTRY_KEY: u32 = 16;
export const ENTRY_LENGTH: u32 = 20;
export const ENTRY_HITS: u32 = 24;
export const ENTRY_ERRORS: u32 = 28;

/** The header of a table, u32 each. */
export const HEADER_BYTES: usize = 64;
export const HEADER_SLOTS: u32 = 0;
export const HEADER_MASK: u32 = 4;
export const HEADER_ENTRIES: u32 = 8;
export const HEADER_TOUCHED: u32 = 12;
export const HEADER_ARENA: u32 = 16;
export const HEADER_ARENA_END: u32 = 20;
export const HEADER_MAX_ENTRIES: u32 = 24;
export const HEADER_COUNT: u32 = 28;
export const HEADER_TOUCHED_COUNT: u32 = 32;
export const HEADER_ARENA_AT: u32 = 36;
export const HEADER_RECENT: u32 = 40;
/** The slot that supplies the keys. */
export const HEADER_FIELD: u32 = 44;
/** Bits of the fields that a line needs to be counted in it. */
export const HEADER_NEEDED: u32 = 48;

/**
 * A table counts as full after this many slots with other keys. Chance does not reach this: at most half of the slots
 * are used, and 3,000 tables filled at random had 50 to 60 at most. Someone who knows the hash key can reach it, but
 * only once, as an emptied table gets another key.
 */
const MAX_PROBES: u32 = 128;

/** Whether a table lacks room for one more line, so that its keys must be forgotten. */
export let isFull: bool = false;

export function setFull(full: bool): void {
  isFull = full;
}

/** The header of a table by its number. */
export function headerOf(table: u32): usize {
  return HEADERS + <usize>table * HEADER_BYTES;
}

/** The entry of a key in the table of a header; made if it is new. */
export function entryOf(header: usize, key: usize, length: u32): usize {
  const mix = mixOf(key, length);
  const recent = <usize>load<u32>(header, HEADER_RECENT) + placeOf(mix);
  const latest = <usize>load<u32>(recent, 4);
  if (load<u32>(recent) == tagOf(mix) && latest != 0 && isOf(latest, key, length)) return latest;
  const entry = hashedEntryOf(header, key, length);
  store<u32>(recent, tagOf(mix));
  store<u32>(recent, <u32>entry, 4);
  return entry;
}

function isOf(entry: usize, key: usize, length: u32): bool {
  return load<u32>(entry, ENTRY_LENGTH) == length && same(load<u32>(entry, ENTRY_KEY), key, length);
}

function hashedEntryOf(header: usize, key: usize, length: u32): usize {
  const hash = tableHash(key, length);
  const slots = <usize>load<u32>(header, HEADER_SLOTS);
  const mask = load<u32>(header, HEADER_MASK);
  const entries = <usize>load<u32>(header, HEADER_ENTRIES);
  let slot = (<u32>(hash >> 32)) & mask;
  for (let probes: u32 = 0; ; probes++) {
    const number = load<u32>(slots + (slot << 2));
    if (number == 0) break;
    const entry = entries + (number - 1) * ENTRY_BYTES;
    if (load<u64>(entry) == hash && isOf(entry, key, length)) return entry;
    // The current line is still counted to its end.
    if (probes == MAX_PROBES) isFull = true;
    slot = (slot + 1) & mask;
  }
  const count = load<u32>(header, HEADER_COUNT);
  const at = load<u32>(header, HEADER_ARENA_AT);
  const entry = entries + count * ENTRY_BYTES;
  memory.copy(at, key, length);
  store<u64>(entry, hash);
  store<f64>(entry, 0, ENTRY_SIZES);
  store<u32>(entry, at, ENTRY_KEY);
  store<u32>(entry, length, ENTRY_LENGTH);
  // Hits and errors.
  store<u64>(entry, 0, ENTRY_HITS);
  store<u32>(slots + (slot << 2), count + 1);
  store<u32>(header, count + 1, HEADER_COUNT);
  store<u32>(header, at + length, HEADER_ARENA_AT);
  // A line adds one key of at most MAX_KEY_BYTES + 3 to each table.
  if (count + 1 == load<u32>(header, HEADER_MAX_ENTRIES) || at + length + 1040 > load<u32>(header, HEADER_ARENA_END))
    isFull = true;
  return entry;
}

export function countEntry(header: usize, entry: usize, bytes: f64, isError: u32): void {
  const hits = load<u32>(entry, ENTRY_HITS);
  if (hits == 0) {
    const touched = load<u32>(header, HEADER_TOUCHED_COUNT);
    store<u32>(<usize>load<u32>(header, HEADER_TOUCHED) + (touched << 2), <u32>entry);
    store<u32>(header, touched + 1, HEADER_TOUCHED_COUNT);
  }
  store<u32>(entry, hits + 1, ENTRY_HITS);
  store<f64>(entry, load<f64>(entry, ENTRY_SIZES) + bytes, ENTRY_SIZES);
  store<u32>(entry, load<u32>(entry, ENTRY_ERRORS) + isError, ENTRY_ERRORS);
}
