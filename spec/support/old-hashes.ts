// The hashes that rxmon had before, which a client who chooses keys could foresee: specs choose keys by them.

// Looked up once: see `distinct-sketch.ts`.
const { imul } = Math;

/** By which distinct hosts were counted; it has no key at all. */
export function hash53(key: string): number {
  let a = 0x9e3779b1;
  let b = 0x85ebca77;
  for (let i = 0; i < key.length; i++) {
    const byte = key.charCodeAt(i);
    a = imul(a ^ byte, 0xc2b2ae3d);
    a = (a << 13) | (a >>> 19);
    b = imul(b ^ byte, 0x27d4eb2f);
    b = (b << 17) | (b >>> 15);
  }
  a = finish(a ^ key.length ^ b);
  b = finish(b + a);
  return (a >>> 0) * 2 ** 21 + (b >>> 11);
}

function finish(lane: number): number {
  let h = lane;
  h = imul(h ^ (h >>> 16), 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

const MULTIPLIER = 0xd6e8feb86659fd93n;
const MASK = 2n ** 64n - 1n;

/** By which the engine's tables found a key of whole words; keys met in it whatever the seed was. */
export function foldingHash(key: Buffer, seed: bigint): bigint {
  let hash = seed ^ BigInt(key.length);
  for (let at = 0; at < key.length; at += 8) {
    hash = ((hash ^ key.readBigUInt64LE(at)) * MULTIPLIER) & MASK;
    if (at + 8 < key.length) hash ^= hash >> 32n;
  }
  hash = ((hash ^ (hash >> 32n)) * MULTIPLIER) & MASK;
  return hash ^ (hash >> 29n);
}
