import { BORDERS } from './memory';

const CASE_BIT: u8 = 0x20;

/**
 * Like `findText`, byte by byte and looking at each once: at a difference, the text's longest border shows how much of
 * it has matched already. A border is both a beginning and an end of it, and shorter than the whole.
 *
 * Source: Knuth, Morris, Pratt, Fast Pattern Matching in Strings, 1977.
 */
export function findByBorders(at: usize, to: usize, text: usize, length: u32, isCaseless: bool): usize {
  writeBorders(text, length);
  let same: u32 = 0;
  for (; at < to; at++) {
    let byte = load<u8>(at);
    if (isCaseless && <u32>byte - 0x41 < 26) byte |= CASE_BIT;
    same = extended(text, same, byte);
    if (same == length) return at + 1 - length;
  }
  return 0;
}

/** Writes the length of the longest border of each beginning of the text, a byte each. */
function writeBorders(text: usize, length: u32): void {
  let border: u32 = 0;
  store<u8>(BORDERS, 0);
  for (let i: u32 = 1; i < length; i++) {
    border = extended(text, border, load<u8>(text + i));
    store<u8>(BORDERS + i, <u8>border);
  }
}

/** How many bytes of the text end the bytes seen, after `byte` follows `same` matching ones. */
function extended(text: usize, same: u32, byte: u8): u32 {
  while (load<u8>(text + same) != byte) {
    if (same == 0) return 0;
    same = load<u8>(BORDERS + same - 1);
  }
  return same + 1;
}
