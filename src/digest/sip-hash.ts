import { wordsOf } from './hash-key.js';
import type { HashKey } from './hash-key.js';

// Looked up once: see `distinct-sketch.ts`.
const { min } = Math;

/**
 * Makes a function that returns 53 bits of hash of a key, one character a byte: the upper ones of SipHash-1-3, which is
 * designed for keys that others choose. 64 bits are two numbers of 32 here: BigInt takes many times as long.
 *
 * Source: Aumasson, Bernstein, SipHash: a fast short-input PRF, 2012; one round a word and three at the end, as in the
 * hash tables of Rust and Python.
 */
export function sipHash53(hashKey: HashKey): (key: string) => number {
  const [k0 = 0, k1 = 0, k2 = 0, k3 = 0] = wordsOf(hashKey);
  const [a0, a1] = [k0 ^ 0x70736575, k1 ^ 0x736f6d65];
  const [b0, b1] = [k2 ^ 0x6e646f6d, k3 ^ 0x646f7261];
  const [c0, c1] = [k0 ^ 0x6e657261, k1 ^ 0x6c796765];
  const [d0, d1] = [k2 ^ 0x79746573, k3 ^ 0x74656462];

  return (key) => {
    const { length } = key;
    const rounds = (length >>> 3) + 4;
    let al = a0;
    let ah = a1;
    let bl = b0;
    let bh = b1;
    let cl = c0;
    let ch = c1;
    let dl = d0;
    let dh = d1;
    let at = 0;
    for (let round = 1; round <= rounds; round++) {
      let low = 0;
      let high = 0;
      if (round < rounds - 3) {
        low = wordAt(key, at);
        high = wordAt(key, at + 4);
        at += 8;
      } else if (round === rounds - 3) {
        for (let i = length - 1; i >= at + 4; i--) high = (high << 8) | key.charCodeAt(i);
        for (let i = min(length, at + 4) - 1; i >= at; i--) low = (low << 8) | key.charCodeAt(i);
        high |= length << 24;
      }
      if (round === rounds - 2) cl ^= 0xff;
      dl ^= low;
      dh ^= high;
      // a += b; c += d
      let sum = (al + bl) | 0;
      ah = (ah + bh + (sum >>> 0 < bl >>> 0 ? 1 : 0)) | 0;
      al = sum;
      sum = (cl + dl) | 0;
      ch = (ch + dh + (sum >>> 0 < dl >>> 0 ? 1 : 0)) | 0;
      cl = sum;
      // b = rotl(b, 13) ^ a; d = rotl(d, 16) ^ c
      let turned = (bl << 13) | (bh >>> 19);
      bh = ((bh << 13) | (bl >>> 19)) ^ ah;
      bl = turned ^ al;
      turned = (dl << 16) | (dh >>> 16);
      dh = ((dh << 16) | (dl >>> 16)) ^ ch;
      dl = turned ^ cl;
      // a = rotl(a, 32) + d; c += b
      sum = (ah + dl) | 0;
      ah = (al + dh + (sum >>> 0 < dl >>> 0 ? 1 : 0)) | 0;
      al = sum;
      sum = (cl + bl) | 0;
      ch = (ch + bh + (sum >>> 0 < bl >>> 0 ? 1 : 0)) | 0;
      cl = sum;
      // b = rotl(b, 17) ^ c; d = rotl(d, 21) ^ a; c = rotl(c, 32)
      turned = (bl << 17) | (bh >>> 15);
      bh = ((bh << 17) | (bl >>> 15)) ^ ch;
      bl = turned ^ cl;
      turned = (dl << 21) | (dh >>> 11);
      dh = ((dh << 21) | (dl >>> 11)) ^ ah;
      dl = turned ^ al;
      turned = cl;
      cl = ch;
      ch = turned;
      al ^= low;
      ah ^= high;
    }
    return ((ah ^ bh ^ ch ^ dh) >>> 0) * 2 ** 21 + ((al ^ bl ^ cl ^ dl) >>> 11);
  };
}

/** Four bytes, the lowest first. */
function wordAt(key: string, at: number): number {
  return (
    key.charCodeAt(at) | (key.charCodeAt(at + 1) << 8) | (key.charCodeAt(at + 2) << 16) | (key.charCodeAt(at + 3) << 24)
  );
}
