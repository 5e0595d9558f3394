import { JSON_KEY_BYTES, JSON_KEYS, JSON_SLOTS } from './memory';
import { same } from './scan';

/** The node that stands for the whole line. */
export const ROOT: u32 = 1;
/** The node for objects in which no key is wanted. */
export const NOWHERE: u32 = 0;

/** The entry of the key `[at, at + length)` in the object of `node`; 0 for an unwanted key. */
export function keyOf(node: u32, at: usize, length: u32): usize {
  if (node == NOWHERE || length == 0) return 0;
  let slot = node * 131 + length * 29 + <u32>load<u8>(at) * 7 + <u32>load<u8>(at + length - 1);
  while (true) {
    slot &= JSON_SLOTS - 1;
    const key = JSON_KEYS + <usize>slot * JSON_KEY_BYTES;
    const parent = load<u32>(key);
    if (parent == 0) return 0;
    if (parent == node && load<u32>(key, 8) == length && same(load<u32>(key, 4), at, length)) return key;
    slot++;
  }
}

/** The node below a key. */
export function nodeBelow(key: usize): u32 {
  return key == 0 ? NOWHERE : load<u32>(key, 12);
}

/** The slot of the field that a key holds, -1 when it holds none. */
export function slotOf(key: usize): i32 {
  return key == 0 ? -1 : load<i32>(key, 16);
}

/** Of several keys of one field in a line, the one of the least rank is read. */
export function rankOf(key: usize): u32 {
  return load<u32>(key, 20);
}

/** Microseconds in one unit, if the key holds the latency. */
export function factorOf(key: usize): f64 {
  return load<f64>(key, 24);
}
