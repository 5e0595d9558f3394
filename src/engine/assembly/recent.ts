// A table remembers the last key in each of 1024 places, and finds it there without an unpredictable hash. The place of
// a key is predictable: making two keys share one gains an attacker nothing, as each is then hashed.

/** Pairs of a tag and the address of an entry, 0 for none; u32 each. */
export const RECENT_SLOT_BYTES: usize = 8;
const RECENT_BITS: u64 = 10;
export const RECENT_SLOTS: u32 = 1 << (<u32>RECENT_BITS);

const MULTIPLIER: u64 = 0xd6e8feb86659fd93;

/**
 * Mixes the first, middle and last bytes of a key into 64 bits; the upper bits depend on all of these. The multiplier
 * is that of degski's mixer.
 */
export function mixOf(key: usize, length: u32): u64 {
  if (length < 8) return (load<u64>(key) & (((<u64>1) << (length << 3)) - 1)) * MULTIPLIER;
  const last = length - 8;
  const middle = rotl(load<u64>(key + (last >> 1)), 12);
  return (load<u64>(key) ^ middle ^ rotl(load<u64>(key + last), 24) ^ (<u64>length)) * MULTIPLIER;
}

export function placeOf(mix: u64): usize {
  return <usize>(mix >> (64 - RECENT_BITS)) * RECENT_SLOT_BYTES;
}

/** Tells most keys that share a place apart, without a look at them. */
export function tagOf(mix: u64): u32 {
  return <u32>(mix >> 20);
}
