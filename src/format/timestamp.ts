const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** Three letters as one number, so that a month is found without making a string of it. */
const lettersOf = (a: number, b: number, c: number): number => (a << 16) | (b << 8) | c;
const MONTH_OF_LETTERS = new Map(
  MONTHS.map((name, i) => [lettersOf(name.charCodeAt(0), name.charCodeAt(1), name.charCodeAt(2)), i]),
);

/** Length in bytes of the only form there is: `10/Oct/2000:13:55:36 -0700`. */
export const TIMESTAMP_BYTES = 26;

/**
 * Reads the time of a log line, `dd/Mon/yyyy:hh:mm:ss ±hhmm`, from `bytes[from, to)`.
 *
 * @returns seconds since 1970-01-01T00:00:00Z, or NaN when the bytes are not such a time or name a day or hour that
 * does not exist. Second 60 is a leap second and reads as the second after it, as POSIX has it.
 */
export function parseTimestamp(bytes: Uint8Array, from: number, to: number): number {
  if (to - from !== TIMESTAMP_BYTES || !hasShape(bytes, from)) return NaN;
  const day = digits(bytes, from, 2);
  const month = MONTH_OF_LETTERS.get(lettersOf(bytes[from + 3] ?? 0, bytes[from + 4] ?? 0, bytes[from + 5] ?? 0));
  const year = digits(bytes, from + 7, 4);
  const hours = digits(bytes, from + 12, 2);
  const minutes = digits(bytes, from + 15, 2);
  const seconds = digits(bytes, from + 18, 2);
  const offset = digits(bytes, from + 22, 2) * 3600 + digits(bytes, from + 24, 2) * 60;
  if (month === undefined || !(day >= 1 && day <= daysOfMonth(year, month))) return NaN;
  if (!(hours < 24 && minutes < 60 && seconds <= 60)) return NaN;
  const time = daysSinceEpoch(year, month, day) * 86_400 + hours * 3600 + minutes * 60 + seconds;
  return bytes[from + 21] === 0x2d ? time + offset : time - offset;
}

/** The separators of `dd/Mon/yyyy:hh:mm:ss ±` stand where they should. */
function hasShape(bytes: Uint8Array, from: number): boolean {
  const sign = bytes[from + 21];
  return (
    bytes[from + 2] === 0x2f &&
    bytes[from + 6] === 0x2f &&
    bytes[from + 11] === 0x3a &&
    bytes[from + 14] === 0x3a &&
    bytes[from + 17] === 0x3a &&
    bytes[from + 20] === 0x20 &&
    (sign === 0x2b || sign === 0x2d)
  );
}

/** A number of `count` decimal digits, or NaN. */
function digits(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let i = from; i < from + count; i++) {
    const digit = (bytes[i] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

function daysOfMonth(year: number, month: number): number {
  if (month === 1) return isLeapYear(year) ? 29 : 28;
  return month === 3 || month === 5 || month === 8 || month === 10 ? 30 : 31;
}

/** Days from 1970-01-01 to a day of the proleptic Gregorian calendar; `month` counts from 0. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const leapDayOfYear = month > 1 && isLeapYear(year) ? 1 : 0;
  // 719,162 days lie between 0001-01-01 and 1970-01-01.
  return before * 365 + leapDays + (DAYS_BEFORE_MONTH[month] ?? 0) + leapDayOfYear + day - 1 - 719_162;
}
