/**
 * The value of the decimal digits in `[at, to)`; -1 when there are none, or anything else is among them. Beyond 2^53
 * the nearest double.
 */
export function wholeNumber(at: usize, to: usize): f64 {
  if (at == to) return -1;
  let value: f64 = 0;
  for (; at < to; at++) {
    const digit = <u32>load<u8>(at) - 0x30;
    if (digit > 9) return -1;
    value = value * 10 + <f64>digit;
  }
  return value;
}

/**
 * Digits of a number after which further ones behind its point are ignored: they would change nothing, except to make
 * it larger than a double.
 */
const ENOUGH_DIGITS = 300;
/** Ten to the power of this is beyond all doubles. */
const MAX_EXPONENT: f64 = 999;

/**
 * `factor` times a decimal number, optionally with a fraction and an exponent; negative for anything else, infinite
 * beyond all doubles. Multiplies before it divides, so that thousandths of a second are whole microseconds.
 */
export function decimalNumber(at: usize, to: usize, factor: f64): f64 {
  let value: f64 = 0;
  let scale: f64 = 0;
  let digits = 0;
  for (; at < to; at++) {
    const byte = load<u8>(at);
    const digit = <u32>byte - 0x30;
    if (digit <= 9) {
      digits++;
      if (scale != 0 && digits > ENOUGH_DIGITS) continue;
      value = value * 10 + <f64>digit;
      scale *= 10;
    } else if (byte == 0x2e && scale == 0) {
      scale = 1;
    } else if ((byte | 0x20) == 0x65) {
      break;
    } else {
      return -1;
    }
  }
  if (digits == 0) return -1;
  const scaled = (value * factor) / (scale == 0 ? 1 : scale);
  if (at == to) return scaled;
  const power = powerOfTen(at + 1, to);
  if (power < 0) return -1;
  // Zero and infinity stay as they are: multiplied by each other, they would be NaN.
  return scaled == 0 || scaled == Infinity ? scaled : scaled * power;
}

/** Ten to the power of an exponent; -1 if it is malformed. */
function powerOfTen(at: usize, to: usize): f64 {
  const sign = at < to ? load<u8>(at) : 0;
  if (sign == 0x2b || sign == 0x2d) at++;
  const exponent = min(wholeNumber(at, to), MAX_EXPONENT);
  if (exponent < 0) return -1;
  let power: f64 = 1;
  for (let i = 0; i < <i32>exponent; i++) power *= 10;
  return sign == 0x2d ? 1 / power : power;
}

/** A number of `count` digits; negative unless all are digits. */
export function digits(at: usize, count: i32): i32 {
  let value: i32 = 0;
  for (let i = 0; i < count; i++) {
    const digit = <u32>load<u8>(at + i) - 0x30;
    if (digit > 9) return -100000;
    value = value * 10 + <i32>digit;
  }
  return value;
}
