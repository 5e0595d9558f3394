import { findByBorders } from './borders';

const CASE_BIT: u8 = 0x20;
/**
 * How many bytes may be compared in vain, besides those already passed; building a table of borders takes time, too.
 */
const MAX_VAIN_BYTES: usize = 1024;

/**
 * The first place of the text `[text, text + length)`, of 1 to 256 bytes, in `[at, to)`; 0 when there is none. Searches
 * for its first and its last byte 16 places at once. A caseless text is in lower case. Reads up to 15 bytes beyond
 * `to`, and beyond the text.
 *
 * The time is linear in the bytes, whatever they are: when texts that begin alike cause too many comparisons in vain,
 * it continues with borders, which take longer for each byte but look at each once.
 */
export function findText(at: usize, to: usize, text: usize, length: u32, isCaseless: bool): usize {
  if (to - at < length) return 0;
  const lastPlace = to - length;
  const begin = at;
  let vain: usize = 0;
  const first = load<u8>(text);
  const last = load<u8>(text + length - 1);
  const wantedFirst = i8x16.splat(first);
  const wantedLast = i8x16.splat(last);
  const firstCase = i8x16.splat(isCaseless && isLower(first) ? CASE_BIT : 0);
  const lastCase = i8x16.splat(isCaseless && isLower(last) ? CASE_BIT : 0);
  for (; at <= lastPlace; at += 16) {
    const firsts = i8x16.eq(v128.or(v128.load(at), firstCase), wantedFirst);
    const lasts = i8x16.eq(v128.or(v128.load(at + length - 1), lastCase), wantedLast);
    let places = i8x16.bitmask(v128.and(firsts, lasts));
    while (places != 0) {
      const place = at + ctz(places);
      if (place > lastPlace) return 0;
      const same = sameBytes(place, text, length, isCaseless);
      if (same == length) return place;
      vain += same;
      if (vain > MAX_VAIN_BYTES + (place - begin)) return findByBorders(place + 1, to, text, length, isCaseless);
      places &= places - 1;
    }
  }
  return 0;
}

/** Whether `length` bytes at `at` are those of the text; `findText` says more about it. Reads up to 15 bytes beyond. */
export function sameText(at: usize, text: usize, length: u32, isCaseless: bool): bool {
  return sameBytes(at, text, length, isCaseless) == length;
}

/** `length` when all bytes are the same; else a multiple of 16: the number of equal bytes before the 16 that differ. */
function sameBytes(at: usize, text: usize, length: u32, isCaseless: bool): u32 {
  for (let i: u32 = 0; i < length; i += 16) {
    const found = v128.load(at + i);
    const same = i8x16.bitmask(i8x16.eq(isCaseless ? lowerCase(found) : found, v128.load(text + i)));
    const wanted: i32 = length - i >= 16 ? 0xffff : (1 << (length - i)) - 1;
    if ((same & wanted) != wanted) return i;
  }
  return length;
}

function lowerCase(bytes: v128): v128 {
  const isUpper = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x41)), i8x16.splat(26));
  return v128.or(bytes, v128.and(isUpper, i8x16.splat(CASE_BIT)));
}

function isLower(byte: u8): bool {
  return <u32>byte - 0x61 < 26;
}
