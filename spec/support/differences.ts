const MASK = 2n ** 64n - 1n;
const START = [0x6f6d2f302e352820n, 0x4c696e7578207838n, 0x365f36342072763an] as const;

const bit = (i: number): bigint => 1n << BigInt(i);

function bytesOf(...words: readonly bigint[]): Buffer {
  const bytes = Buffer.alloc(8 * words.length);
  words.forEach((word, i) => bytes.writeBigUInt64LE(word & MASK, 8 * i));
  return bytes;
}

/** One and two flipped bits of a word, and none. */
function* flips(): Generator<bigint> {
  yield 0n;
  for (let i = 0; i < 64; i++) {
    yield bit(i);
    for (let j = i + 1; j < 64; j++) yield bit(i) | bit(j);
  }
}

function* flippedBits(): Generator<Buffer> {
  const [a, b, c] = START;
  for (let i = 0; i < 64; i++) for (const flip of flips()) yield bytesOf(a ^ bit(i), b ^ flip, c);
}

/** Sums rather than flips: what addition and multiplication pass on. */
function* sums(): Generator<Buffer> {
  const [a, b, c] = START;
  for (let i = 0; i < 64; i++) {
    for (let j = 0; j < 64; j++) {
      yield bytesOf(a + bit(i), b - bit(j), c);
      yield bytesOf(a + bit(i), b + bit(j), c);
      yield bytesOf(a, b + 3n * bit(i), c - 5n * bit(j));
    }
  }
}

/** Words that make a factor, or what is added to a seed, disappear, when they stand for it. */
function* specialWords(): Generator<Buffer> {
  const special = [
    ...[0x736f6d6570736575n, 0x646f72616e646f6dn, 0x6c7967656e657261n, 0x7465646279746573n, 0xffn],
    ...[0xd6e8feb86659fd93n, 0x9e3779b97f4a7c15n, 0xa0761d6478bd642fn, 0xe7037ed1a0b428dbn, 0x8ebc6af09c88c6e3n],
    ...[0n, MASK, bit(63), bit(31), bit(32), 1n],
  ];
  const all = [...new Set(special.flatMap((word) => [word, word ^ MASK, word ^ bit(63)]))];
  for (const a of all) for (const b of all) yield bytesOf(a, b);
  for (const a of all) for (const b of all) yield bytesOf(a, START[1], b);
}

/** Lengths of the same bytes, and zeros at the end, as where the length is what tells keys apart. */
function* lengths(): Generator<Buffer> {
  for (const byte of [0, 1, 0x61, 0x80, 0xff]) {
    for (let length = byte === 0 ? 0 : 1; length <= 300; length++) {
      yield Buffer.alloc(length, byte);
      if (byte !== 0) yield Buffer.concat([Buffer.alloc(length, byte), Buffer.alloc(1 + (length % 9))]);
    }
  }
}

/** The same words in another order. */
function* orders(): Generator<Buffer> {
  const words = [...START, START[0] ^ MASK, START[1] ^ bit(63), START[2] ^ bit(31)];
  const arrange = function* (taken: readonly bigint[], left: readonly bigint[]): Generator<Buffer> {
    if (taken.length > 0) yield bytesOf(...taken);
    for (const word of left) {
      yield* arrange(
        [...taken, word],
        left.filter((other) => other !== word),
      );
    }
  };
  yield* arrange([], words);
}

/** A flip that a later word takes back, a turn and a shift of it away. */
function* takenBack(): Generator<Buffer> {
  const [a, b, c] = START;
  for (let i = 0; i < 64; i++) {
    for (let turn = 0; turn < 64; turn++) {
      const back = bit((i + turn) % 64);
      yield bytesOf(a ^ bit(i), b ^ back, c ^ bit((i + 2 * turn) % 64));
      yield bytesOf(a ^ bit(i), b, c ^ back ^ (bit(i) >> 29n), back);
    }
  }
}

/** Keys that have met in hashes by the way in which they differ. */
export const differences: Readonly<Record<string, () => Generator<Buffer>>> = {
  'flipped bits of two words': flippedBits,
  'sums of bits': sums,
  'words that stand in hashes': specialWords,
  'their length alone': lengths,
  'the order of their words': orders,
  'flips that are taken back': takenBack,
};
