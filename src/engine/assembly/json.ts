import { factorOf, keyOf, nodeBelow, NOWHERE, rankOf, ROOT, slotOf } from './json-keys';
import { forgetStrings, readString, stringAt, stringEnd } from './json-string';
import { clearSpans, RANKS, setSpan } from './memory';

/** The deepest nesting of objects and arrays; a line with more is not a hit. */
const MAX_DEPTH: i32 = 64;

const QUOTE: u8 = 0x22;
const COMMA: u8 = 0x2c;
const COLON: u8 = 0x3a;
const OPEN_BRACKET: u8 = 0x5b;
const CLOSE_BRACKET: u8 = 0x5d;
const OPEN_BRACE: u8 = 0x7b;
const CLOSE_BRACE: u8 = 0x7d;

/** Bit i is set when the line has the field of slot i. */
export let found: u32 = 0;
/** Microseconds in one unit of the latency that was found. */
export let foundFactor: f64 = 0;

let at: usize = 0;
let end: usize = 0;

/**
 * Writes the places of the fields of a line of JSON to the spans, and the set of its fields to `found`; whether the
 * line is one JSON object and nothing else. One pass, each byte read once. Source: RFC 8259.
 */
export function cutJson(line: usize, lineEnd: usize): bool {
  at = line;
  end = lineEnd;
  found = 0;
  clearSpans();
  forgetStrings();
  passSpace();
  if (next() != OPEN_BRACE || !readObject(ROOT, 1)) return false;
  passSpace();
  return at == end;
}

/** The next byte; 0 at the end of the line. */
function next(): u8 {
  return at < end ? load<u8>(at) : 0;
}

function passSpace(): void {
  while (at < end) {
    const byte = load<u8>(at);
    if (byte != 0x20 && byte != 0x09 && byte != 0x0d) return;
    at++;
  }
}

/** Reads the object whose brace is at `at`; `node` selects the wanted keys. */
function readObject(node: u32, depth: i32): bool {
  at++;
  passSpace();
  if (next() == CLOSE_BRACE) {
    at++;
    return true;
  }
  while (true) {
    if (next() != QUOTE) return false;
    at = readString(at, end, node != NOWHERE);
    if (at == 0) return false;
    const key = keyOf(node, stringAt, <u32>(stringEnd - stringAt));
    passSpace();
    if (next() != COLON) return false;
    at++;
    if (!readValue(key, depth)) return false;
    const byte = next();
    at++;
    if (byte == CLOSE_BRACE) return true;
    if (byte != COMMA) return false;
    passSpace();
  }
}

/** Reads a value and the space around it. The value of a wanted key is a field, or has fields below it. */
function readValue(key: usize, depth: i32): bool {
  passSpace();
  const byte = next();
  if (byte == QUOTE) {
    const isWanted = slotOf(key) >= 0;
    at = readString(at, end, isWanted);
    if (at == 0) return false;
    if (isWanted) setField(key, stringAt, stringEnd);
  } else if (byte == OPEN_BRACE) {
    if (depth == MAX_DEPTH || !readObject(nodeBelow(key), depth + 1)) return false;
  } else if (byte == OPEN_BRACKET) {
    if (depth == MAX_DEPTH || !readArray(key, depth + 1)) return false;
  } else if (byte == 0x2d || <u32>byte - 0x30 <= 9) {
    const from = at;
    if (!passNumber()) return false;
    setField(key, from, at);
  } else if (!passWord(byte)) {
    return false;
  }
  passSpace();
  return true;
}

/** Reads the array whose bracket is at `at`. Its first value stands for all. */
function readArray(key: usize, depth: i32): bool {
  at++;
  passSpace();
  if (next() == CLOSE_BRACKET) {
    at++;
    return true;
  }
  while (true) {
    if (!readValue(key, depth)) return false;
    const byte = next();
    at++;
    if (byte == CLOSE_BRACKET) return true;
    if (byte != COMMA) return false;
    key = 0;
  }
}

/** Skips the bytes of a number; its value is checked when the field is read. */
function passNumber(): bool {
  if (next() == 0x2d) at++;
  if (<u32>next() - 0x30 > 9) return false;
  while (at < end) {
    const byte = load<u8>(at);
    const isPart = <u32>byte - 0x30 <= 9 || byte == 0x2e || byte == 0x2b || byte == 0x2d || (byte | 0x20) == 0x65;
    if (!isPart) break;
    at++;
  }
  return true;
}

/** Skips `true`, `false` or `null`, which count as a missing field. */
function passWord(first: u8): bool {
  const isFalse = first == 0x66;
  const length: usize = isFalse ? 5 : 4;
  if (at + length > end) return false;
  const letters = load<u32>(at);
  const isWord = letters == 0x65757274 || letters == 0x6c6c756e || (letters == 0x736c6166 && load<u8>(at + 4) == 0x65);
  at += length;
  return isWord;
}

/** Sets a field. An empty string counts as missing: servers write it where a text log has `-`. */
function setField(key: usize, from: usize, to: usize): void {
  const slot = slotOf(key);
  if (slot < 0 || from == to) return;
  const bit: u32 = 1 << slot;
  const rank = rankOf(key);
  const place = RANKS + ((<usize>slot) << 2);
  if ((found & bit) != 0 && rank > load<u32>(place)) return;
  found |= bit;
  store<u32>(place, rank);
  setSpan(slot, from, to);
  const factor = factorOf(key);
  if (factor != 0) foundFactor = factor;
}
