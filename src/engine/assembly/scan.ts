const SPACE: u8 = 0x20;
const BACKSLASH: u8 = 0x5c;

/** The first place of `byte` in `[at, to)`, or `to`. Reads up to 15 bytes beyond `to`. */
export function find(at: usize, to: usize, byte: u8): usize {
  const wanted = i8x16.splat(byte);
  while (at < to) {
    const hits = i8x16.bitmask(i8x16.eq(v128.load(at), wanted));
    if (hits) return min(at + ctz(hits), to);
    at += 16;
  }
  return to;
}

/** The first place of any of two bytes in `[at, to)`, or `to`. */
export function findEither(at: usize, to: usize, a: u8, b: u8): usize {
  const first = i8x16.splat(a);
  const second = i8x16.splat(b);
  while (at < to) {
    const bytes = v128.load(at);
    const hits = i8x16.bitmask(v128.or(i8x16.eq(bytes, first), i8x16.eq(bytes, second)));
    if (hits) return min(at + ctz(hits), to);
    at += 16;
  }
  return to;
}

/**
 * The first place of the bytes `[end, end + length)` in `[at, to)`; 0 when there is none. In quotes, a backslash hides
 * the byte behind it.
 */
export function findEnd(at: usize, to: usize, end: usize, length: u32, quoted: u32): usize {
  const first = load<u8>(end);
  const wanted = i8x16.splat(first);
  const hiding = quoted ? i8x16.splat(BACKSLASH) : wanted;
  const last = to - length;
  while (at <= last) {
    const bytes = v128.load(at);
    const hits = i8x16.bitmask(v128.or(i8x16.eq(bytes, wanted), i8x16.eq(bytes, hiding)));
    if (hits == 0) {
      at += 16;
      continue;
    }
    at += ctz(hits);
    if (at > last) return 0;
    if (load<u8>(at) != first) {
      at += 2;
    } else {
      let same: u32 = 1;
      while (same < length && load<u8>(at + same) == load<u8>(end + same)) same++;
      if (same == length) return at;
      at++;
    }
  }
  return 0;
}

/** The end of the word that begins at `at`. */
export function endOfWord(at: usize, to: usize): usize {
  return find(at, to, SPACE);
}

/** Whether `length` bytes at `a` and `b` are the same. Reads up to 15 bytes beyond. */
export function same(a: usize, b: usize, length: u32): bool {
  if (length >= 16) {
    const last = length - 16;
    for (let i: u32 = 0; i < last; i += 16) {
      if (!i8x16.all_true(i8x16.eq(v128.load(a + i), v128.load(b + i)))) return false;
    }
    return i8x16.all_true(i8x16.eq(v128.load(a + last), v128.load(b + last)));
  }
  const different = ~i8x16.bitmask(i8x16.eq(v128.load(a), v128.load(b)));
  return (different & ((1 << length) - 1)) == 0;
}

/** How many of the first `length` bytes at `at`, which one more byte follows, form whole characters of UTF-8. */
export function wholeCharacters(at: usize, length: u32): u32 {
  let whole = length;
  while (whole > length - 3 && (load<u8>(at + whole) & 0xc0) == 0x80) whole--;
  return whole;
}
