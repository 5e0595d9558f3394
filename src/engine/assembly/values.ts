import { decimalNumber, wholeNumber } from './numbers';

/** The largest number counted, 2^53 - 1: a larger size or latency counts as this, as the hit has happened. */
export const MOST: f64 = 9007199254740991;

/** Three digits, or `-`. */
export function isStatus(at: usize, to: usize): bool {
  if (to - at == 1) return load<u8>(at) == 0x2d;
  return to - at == 3 && wholeNumber(at, to) >= 0;
}

/** Decimal digits, `MOST` at most, or `-` for 0; -1 for anything else. */
export function sizeOf(at: usize, to: usize): f64 {
  if (to - at == 1 && load<u8>(at) == 0x2d) return 0;
  return min(wholeNumber(at, to), MOST);
}

/** Like `sizeOf` for JSON, which may write a whole number with a fraction of zeros or an exponent: `1e3`, `512.0`. */
export function jsonSizeOf(at: usize, to: usize): f64 {
  const size = sizeOf(at, to);
  if (size >= 0) return size;
  const value = decimalNumber(at, to, 1);
  return value == Math.floor(value) ? min(value, MOST) : -1;
}
