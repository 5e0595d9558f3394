import { decimalNumber, wholeNumber } from './numbers';

const MAX_SIZE: f64 = 9007199254740991;

/** Three digits, or `-`. */
export function isStatus(at: usize, to: usize): bool {
  if (to - at == 1) return load<u8>(at) == 0x2d;
  return to - at == 3 && wholeNumber(at, to) >= 0;
}

/** Decimal digits, or `-` for nothing; -1 for all else, and for what a double cannot count exactly. */
export function sizeOf(at: usize, to: usize): f64 {
  if (to - at == 1 && load<u8>(at) == 0x2d) return 0;
  const size = wholeNumber(at, to);
  return size > MAX_SIZE ? -1 : size;
}

/** JSON may write a whole number with a fraction of zeros or an exponent: `1e3`, `512.0`. */
export function jsonSizeOf(at: usize, to: usize): f64 {
  const size = sizeOf(at, to);
  if (size >= 0) return size;
  const value = decimalNumber(at, to, 1);
  return value == Math.floor(value) && value <= MAX_SIZE ? value : -1;
}
