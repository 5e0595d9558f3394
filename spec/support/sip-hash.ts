const MASK = 2n ** 64n - 1n;
const turned = (word: bigint, bits: bigint): bigint => ((word << bits) | (word >> (64n - bits))) & MASK;

/** SipHash as its authors describe it, 64 bits at once. Source: Aumasson, Bernstein, SipHash: a fast short-input PRF, 2012. */
export function sipHash(hashKey: string, message: Buffer, wordRounds = 1, lastRounds = 3): bigint {
  const key = Buffer.from(hashKey, 'hex');
  const [k0, k1] = [key.readBigUInt64LE(0), key.readBigUInt64LE(8)];
  let v0 = k0 ^ 0x736f6d6570736575n;
  let v1 = k1 ^ 0x646f72616e646f6dn;
  let v2 = k0 ^ 0x6c7967656e657261n;
  let v3 = k1 ^ 0x7465646279746573n;
  const round = (): void => {
    v0 = (v0 + v1) & MASK;
    v1 = turned(v1, 13n) ^ v0;
    v0 = turned(v0, 32n);
    v2 = (v2 + v3) & MASK;
    v3 = turned(v3, 16n) ^ v2;
    v0 = (v0 + v3) & MASK;
    v3 = turned(v3, 21n) ^ v0;
    v2 = (v2 + v1) & MASK;
    v1 = turned(v1, 17n) ^ v2;
    v2 = turned(v2, 32n);
  };
  const words = Buffer.alloc((message.length & ~7) + 8);
  message.copy(words);
  words[words.length - 1] = message.length;
  for (let at = 0; at < words.length; at += 8) {
    const word = words.readBigUInt64LE(at);
    v3 ^= word;
    for (let i = 0; i < wordRounds; i++) round();
    v0 ^= word;
  }
  v2 ^= 0xffn;
  for (let i = 0; i < lastRounds; i++) round();
  return v0 ^ v1 ^ v2 ^ v3;
}
