import { SCRATCH } from './memory';

/** The secret key of the tables: without it, nobody can choose bytes whose hashes collide. */
let low: u64 = 0;
let high: u64 = 0;

let distinctLow: u64 = 0;
let distinctHigh: u64 = 0;

export function setHashKeys(tables0: u64, tables1: u64, distinct0: u64, distinct1: u64): void {
  low = tables0;
  high = tables1;
  distinctLow = distinct0;
  distinctHigh = distinct1;
}

/** Sets another key for the tables, which must be empty; only someone who knows the last key can derive it. */
export function renewTableKey(): void {
  store<u64>(SCRATCH, 0);
  const next = tableHash(SCRATCH, 7);
  high = tableHash(SCRATCH, 8);
  low = next;
}

/** The hash by which the tables find a key. */
export function tableHash(at: usize, length: u32): u64 {
  return sipHash(at, length, low, high);
}

/** The hash for counting distinct keys: its upper 53 bits, which JavaScript can hold as a number. */
export function distinctHash(at: usize, length: u32): f64 {
  return <f64>(sipHash(at, length, distinctLow, distinctHigh) >> 11);
}

/**
 * SipHash-1-3 of `[at, at + length)`. Reads up to 8 bytes beyond.
 *
 * It is designed for bytes that others choose, and needs no multiplication of 64 bits to 128, which WebAssembly does
 * not have. Faster hashes lose to such bytes: two flipped bits were enough for the one before, whatever its seed was.
 *
 * Source: Aumasson, Bernstein, SipHash: a fast short-input PRF, 2012; one round a word and three at the end, as in the
 * hash tables of Rust and Python.
 */
function sipHash(at: usize, length: u32, k0: u64, k1: u64): u64 {
  let v0 = k0 ^ 0x736f6d6570736575;
  let v1 = k1 ^ 0x646f72616e646f6d;
  let v2 = k0 ^ 0x6c7967656e657261;
  let v3 = k1 ^ 0x7465646279746573;
  const end = at + (length & ~7);
  const rest = (load<u64>(end) & (((<u64>1) << ((length & 7) << 3)) - 1)) | ((<u64>length) << 56);
  // The round appears twice, as a function of four results would keep them in memory.
  for (;;) {
    const word = at < end ? load<u64>(at) : rest;
    v3 ^= word;
    v0 += v1;
    v2 += v3;
    v1 = rotl(v1, 13) ^ v0;
    v3 = rotl(v3, 16) ^ v2;
    v0 = rotl(v0, 32) + v3;
    v2 += v1;
    v1 = rotl(v1, 17) ^ v2;
    v3 = rotl(v3, 21) ^ v0;
    v2 = rotl(v2, 32);
    v0 ^= word;
    if (at == end) break;
    at += 8;
  }
  v2 ^= 0xff;
  for (let round = 0; round < 3; round++) {
    v0 += v1;
    v2 += v3;
    v1 = rotl(v1, 13) ^ v0;
    v3 = rotl(v3, 16) ^ v2;
    v0 = rotl(v0, 32) + v3;
    v2 += v1;
    v1 = rotl(v1, 17) ^ v2;
    v3 = rotl(v3, 21) ^ v0;
    v2 = rotl(v2, 32);
  }
  return v0 ^ v1 ^ v2 ^ v3;
}
