import { UNESCAPED } from './memory';
import { findEither } from './scan';

const QUOTE: u8 = 0x22;
const BACKSLASH: u8 = 0x5c;
/** Replaces half a surrogate pair, which UTF-8 cannot hold. */
const REPLACEMENT: i32 = 0xfffd;

/** Address of the last string read, without its quotes and escapes. */
export let stringAt: usize = 0;
export let stringEnd: usize = 0;

/** Where the next unescaped string goes. Those of one line fit: unescaping never makes a string longer. */
let room: usize = UNESCAPED;

/** Forgets the unescaped strings of the line before. */
export function forgetStrings(): void {
  room = UNESCAPED;
}

/**
 * Reads the string whose first quote is at `at`; only skips it unless `isWanted`.
 *
 * @returns the place behind its last quote; 0 when it has none in `[at, end)`, or an unknown escape
 */
export function readString(at: usize, end: usize, isWanted: bool): usize {
  at++;
  const stop = findEither(at, end, QUOTE, BACKSLASH);
  if (stop == end) return 0;
  if (load<u8>(stop) == QUOTE) {
    stringAt = at;
    stringEnd = stop;
    return stop + 1;
  }
  return isWanted ? unescape(at, stop, end) : endOfString(stop, end);
}

/** The place behind the last quote of a string whose first backslash is at `at`; 0 when it has none. */
function endOfString(at: usize, end: usize): usize {
  while (at < end && load<u8>(at) == BACKSLASH) {
    if (at + 2 > end) return 0;
    const letter = load<u8>(at + 1);
    if (letter == 0x75 ? hexOf(at + 2, end) < 0 : byteOf(letter) == 0) return 0;
    at = findEither(at + 2, end, QUOTE, BACKSLASH);
  }
  return at < end ? at + 1 : 0;
}

/** Unescapes the string that begins at `from`, and whose first backslash is at `stop`. */
function unescape(from: usize, stop: usize, end: usize): usize {
  let to = room;
  for (;;) {
    memory.copy(to, from, stop - from);
    to += stop - from;
    if (load<u8>(stop) == QUOTE) break;
    if (stop + 2 > end) return 0;
    const letter = load<u8>(stop + 1);
    from = stop + 2;
    if (letter == 0x75) {
      let code = hexOf(from, end);
      if (code < 0) return 0;
      from += 4;
      if (code >> 11 == 0x1b) {
        const low = lowSurrogate(from, end);
        if (code < 0xdc00 && low >= 0) {
          code = 0x10000 + ((code - 0xd800) << 10) + low;
          from += 6;
        } else {
          code = REPLACEMENT;
        }
      }
      to = putUtf8(to, code);
    } else {
      const byte = byteOf(letter);
      if (byte == 0) return 0;
      store<u8>(to++, byte);
    }
    stop = findEither(from, end, QUOTE, BACKSLASH);
    if (stop >= end) return 0;
  }
  stringAt = room;
  stringEnd = to;
  room = to;
  return stop + 1;
}

/** The byte for a letter behind a backslash; 0 for an unknown letter. Source: RFC 8259, section 7. */
function byteOf(letter: u8): u8 {
  switch (letter) {
    case QUOTE:
    case BACKSLASH:
    case 0x2f:
      return letter;
    case 0x62:
      return 0x08;
    case 0x66:
      return 0x0c;
    case 0x6e:
      return 0x0a;
    case 0x72:
      return 0x0d;
    case 0x74:
      return 0x09;
    default:
      return 0;
  }
}

/** The value of four hexadecimal digits at `at`; -1 when there are fewer. */
function hexOf(at: usize, end: usize): i32 {
  if (at + 4 > end) return -1;
  let value: i32 = 0;
  for (let i: usize = 0; i < 4; i++) {
    const byte = <u32>load<u8>(at + i);
    let digit = byte - 0x30;
    if (digit > 9) {
      digit = (byte | 0x20) - 0x61;
      if (digit > 5) return -1;
      digit += 10;
    }
    value = (value << 4) | (<i32>digit);
  }
  return value;
}

/** The ten bits of a low surrogate escaped at `at`; -1 when there is none. */
function lowSurrogate(at: usize, end: usize): i32 {
  if (at + 6 > end || load<u16>(at) != 0x755c) return -1;
  const code = hexOf(at + 2, end);
  return code >= 0xdc00 && code <= 0xdfff ? code - 0xdc00 : -1;
}

/** Writes a code point in UTF-8; returns the place behind it. Source: RFC 3629, section 3. */
function putUtf8(to: usize, code: i32): usize {
  if (code < 0x80) {
    store<u8>(to++, <u8>code);
    return to;
  }
  if (code < 0x800) {
    store<u8>(to++, <u8>(0xc0 | (code >> 6)));
  } else {
    if (code < 0x10000) {
      store<u8>(to++, <u8>(0xe0 | (code >> 12)));
    } else {
      store<u8>(to++, <u8>(0xf0 | (code >> 18)));
      store<u8>(to++, <u8>(0x80 | ((code >> 12) & 0x3f)));
    }
    store<u8>(to++, <u8>(0x80 | ((code >> 6) & 0x3f)));
  }
  store<u8>(to++, <u8>(0x80 | (code & 0x3f)));
  return to;
}
