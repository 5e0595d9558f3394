import { decimalNumber, digits } from './numbers';

/** Marks an invalid time. */
export const NO_TIME: i64 = i64.MIN_VALUE;
/** The year 5138. */
const MAX_SECONDS: f64 = 1e11;

/**
 * Seconds since 1970 of a time in one of three forms, recognised by their shape: `09/May/2018:16:00:39 +0000`,
 * `2018-05-09T16:00:39.123+00:00` (or `Z`), `1525881639.123`. NO_TIME when it is malformed, or does not exist. A number
 * that would lie beyond the year 5000 is in milliseconds, microseconds or nanoseconds.
 */
export function secondsOf(at: usize, to: usize): i64 {
  const length = to - at;
  if (length == 26 && load<u8>(at + 2) == 0x2f) return logTime(at);
  if (length >= 20 && load<u8>(at + 4) == 0x2d) return isoTime(at, to);
  let seconds = decimalNumber(at, to, 1);
  for (let i = 0; i < 3 && seconds > MAX_SECONDS; i++) seconds /= 1000;
  return seconds < 0 || seconds > MAX_SECONDS ? NO_TIME : <i64>Math.floor(seconds);
}

function logTime(at: usize): i64 {
  const month = monthOf(load<u32>(at + 2) >> 8);
  if (load<u8>(at + 6) != 0x2f || load<u8>(at + 11) != 0x3a || load<u8>(at + 20) != 0x20) return NO_TIME;
  const sign = load<u8>(at + 21);
  if (sign != 0x2b && sign != 0x2d) return NO_TIME;
  const offset = offsetOf(digits(at + 22, 2), digits(at + 24, 2), sign);
  return instant(digits(at + 7, 4), month, digits(at, 2), at + 12, offset);
}

function isoTime(at: usize, to: usize): i64 {
  if (load<u8>(at + 7) != 0x2d || (load<u8>(at + 10) != 0x54 && load<u8>(at + 10) != 0x20)) return NO_TIME;
  let end = at + 19;
  if (load<u8>(end) == 0x2e) {
    end++;
    while (end < to && <u32>load<u8>(end) - 0x30 <= 9) end++;
  }
  let offset: i64 = NO_TIME;
  const sign = load<u8>(end);
  if (sign == 0x5a && end + 1 == to) offset = 0;
  else if (sign == 0x2b || sign == 0x2d) {
    if (to - end == 6 && load<u8>(end + 3) == 0x3a) offset = offsetOf(digits(end + 1, 2), digits(end + 4, 2), sign);
    else if (to - end == 5) offset = offsetOf(digits(end + 1, 2), digits(end + 3, 2), sign);
  }
  return instant(digits(at, 4), digits(at + 5, 2) - 1, digits(at + 8, 2), at + 11, offset);
}

function offsetOf(hours: i32, minutes: i32, sign: u8): i64 {
  if (hours < 0 || minutes < 0) return NO_TIME;
  const seconds = <i64>(hours * 3600 + minutes * 60);
  return sign == 0x2d ? -seconds : seconds;
}

/** `clock` is the place of `hh:mm:ss`; `month` counts from 0. */
function instant(year: i32, month: i32, day: i32, clock: usize, offset: i64): i64 {
  if (load<u8>(clock + 2) != 0x3a || load<u8>(clock + 5) != 0x3a || offset == NO_TIME) return NO_TIME;
  const hours = digits(clock, 2);
  const minutes = digits(clock + 3, 2);
  const seconds = digits(clock + 6, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60) return NO_TIME;
  if (year < 0 || month < 0 || month > 11 || day < 1 || day > daysOf(year, month)) return NO_TIME;
  return dayNumber(year, month, day) * 86400 + <i64>(hours * 3600 + minutes * 60 + seconds) - offset;
}

/** The month of three letters, from 0; -1 for an unknown name. */
function monthOf(letters: u32): i32 {
  switch (letters) {
    case 0x6e614a:
      return 0;
    case 0x626546:
      return 1;
    case 0x72614d:
      return 2;
    case 0x727041:
      return 3;
    case 0x79614d:
      return 4;
    case 0x6e754a:
      return 5;
    case 0x6c754a:
      return 6;
    case 0x677541:
      return 7;
    case 0x706553:
      return 8;
    case 0x74634f:
      return 9;
    case 0x766f4e:
      return 10;
    case 0x636544:
      return 11;
    default:
      return -1;
  }
}

function isLeap(year: i32): bool {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

function daysOf(year: i32, month: i32): i32 {
  if (month == 1) return isLeap(year) ? 29 : 28;
  return month == 3 || month == 5 || month == 8 || month == 10 ? 30 : 31;
}

/**
 * Days since 1970-01-01, by years that begin in March. Source: Hinnant, chrono-Compatible Low-Level Date Algorithms.
 */
function dayNumber(year: i32, month: i32, day: i32): i64 {
  const y = <i64>year - (month < 2 ? 1 : 0);
  const era = (y >= 0 ? y : y - 399) / 400;
  const yearOfEra = y - era * 400;
  const dayOfYear = <i64>((153 * (month < 2 ? month + 10 : month - 2) + 2) / 5 + day - 1);
  const dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}
