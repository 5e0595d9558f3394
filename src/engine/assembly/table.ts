import { HEADERS } from './memory';
import { same } from './scan';

// A table counts hits, bytes and errors by key: open addressing over slots that hold the number of an entry plus one.
// Keys stay when their counts are taken, so that each becomes a string only once; `touched` lists the entries that have
// counts. Entry: hash u64, bytes f64, key u32, length u32, hits u32, errors u32.
export const ENTRY_BYTES: u32 = 32;
export const HEADER_BYTES: usize = 40;

const MULTIPLIER: u64 = 0xd6e8feb86659fd93;

/** Whether a table has no room for one more line, and its keys must be forgotten. */
export let isFull: bool = false;

export function setFull(full: bool): void {
  isFull = full;
}

// Header: slots u32, mask u32, entries u32, touched u32, arena u32, arenaEnd u32, maxEntries u32; count u32, touchedCount u32, arenaAt u32.
export function headerOf(table: u32): usize {
  return HEADERS + <usize>table * HEADER_BYTES;
}

/** Differs from run to run, so that nobody can write a log whose keys all fall into one place. */
let seed: u64 = 0x9e3779b97f4a7c15;

export function setSeed(value: u64): void {
  seed ^= value;
}

/** Folds eight bytes at a time with a multiply and a shift. The multiplier is that of degski's 64-bit mixer. */
function hashOf(key: usize, length: u32): u64 {
  let hash = seed ^ (<u64>length);
  if (length >= 8) {
    const last = key + length - 8;
    while (key < last) {
      hash = (hash ^ load<u64>(key)) * MULTIPLIER;
      hash ^= hash >> 32;
      key += 8;
    }
    hash = (hash ^ load<u64>(last)) * MULTIPLIER;
  } else {
    hash = (hash ^ (load<u64>(key) & (((<u64>1) << (length << 3)) - 1))) * MULTIPLIER;
  }
  hash = (hash ^ (hash >> 32)) * MULTIPLIER;
  return hash ^ (hash >> 29);
}

/** The entry of a key, made when it is new. */
export function entryOf(table: u32, key: usize, length: u32): usize {
  const header = headerOf(table);
  const hash = hashOf(key, length);
  const slots = <usize>load<u32>(header);
  const mask = load<u32>(header, 4);
  const entries = <usize>load<u32>(header, 8);
  let slot = (<u32>hash) & mask;
  for (;;) {
    const number = load<u32>(slots + (slot << 2));
    if (number == 0) break;
    const entry = entries + (number - 1) * ENTRY_BYTES;
    if (load<u64>(entry) == hash && load<u32>(entry, 20) == length && same(load<u32>(entry, 16), key, length)) {
      return entry;
    }
    slot = (slot + 1) & mask;
  }
  const count = load<u32>(header, 28);
  const at = load<u32>(header, 36);
  const entry = entries + count * ENTRY_BYTES;
  memory.copy(at, key, length);
  store<u64>(entry, hash);
  store<f64>(entry, 0, 8);
  store<u32>(entry, at, 16);
  store<u32>(entry, length, 20);
  store<u64>(entry, 0, 24);
  store<u32>(slots + (slot << 2), count + 1);
  store<u32>(header, count + 1, 28);
  store<u32>(header, at + length, 36);
  // A line adds one key of at most MAX_KEY_BYTES + 3 to each table.
  if (count + 1 == load<u32>(header, 24) || at + length + 1040 > load<u32>(header, 20)) isFull = true;
  return entry;
}

export function countEntry(table: u32, entry: usize, bytes: f64, isError: u32): void {
  const hits = load<u32>(entry, 24);
  if (hits == 0) {
    const header = headerOf(table);
    const touched = load<u32>(header, 32);
    store<u32>(<usize>load<u32>(header, 12) + (touched << 2), <u32>entry);
    store<u32>(header, touched + 1, 32);
  }
  store<u32>(entry, hits + 1, 24);
  store<f64>(entry, load<f64>(entry, 8) + bytes, 8);
  store<u32>(entry, load<u32>(entry, 28) + isError, 28);
}
