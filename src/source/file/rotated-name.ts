/** Words that mark an older file or a copy. */
const WORD = /^[-._@](?:old|prev|previous|last|bak|rotated|orig|saved)$/;

/** A number as `logrotate` gives it; one after a dash, or a longer one, is more likely the port of another server. */
const NUMBER = /^\.\d{1,3}$/;
const SUFFIX_NUMBER = /^[._]\d{1,3}$/;

/**
 * The dates that programs put into the names of rotated files: `-20261123`, `-2026112310`, `.2026-11-23_12`,
 * `-2026-W48`, `-202611`, `-23112026`, `.2026-11-23T16-00-39.000`, `-20261123-1732320000`, `.1732320000`, optionally
 * with a number behind it, as `-20261123.1`.
 */
const DATE = /^[-._@](?<date>\d{4}(?:[-._]?W?\d{2}){1,2}|\d{8})(?<time>[-._T:]?\d[-\d._:T+]*)?$/;
/** Seconds since 1970, from 2001 on, optionally with thousandths or millionths. */
const EPOCH = /^[-._@]\d{10}(?:\.?\d{3}){0,2}(?:\.\d{1,3})?$/;

/** Whether this text, after the whole name of a log, makes the name of a file rotated or copied from it. */
export const isRotationSuffix = (text: string): boolean => WORD.test(text) || SUFFIX_NUMBER.test(text) || isTime(text);

/** Whether this text, between the name of a log and its extension, does. */
export const isRotationMark = (text: string): boolean => NUMBER.test(text) || isTime(text);

function isTime(text: string): boolean {
  if (EPOCH.test(text)) return true;
  const { date } = DATE.exec(text)?.groups ?? {};
  return date !== undefined && isDate(date);
}

/** Whether it is a day, a week or a month of these two centuries, in one of the orders in which dates are written. */
function isDate(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  const [first, second, third, fourth] = [0, 2, 4, 6].map((at) => Number(digits.slice(at, at + 2)));
  const isYear = (century = 0): boolean => century === 19 || century === 20;
  const isMonth = (month = 0): boolean => month >= 1 && month <= 12;
  const isDay = (day = 0): boolean => day >= 1 && day <= 31;
  const isWeek = (week = 0): boolean => week <= 53;
  if (digits.length === 6)
    return isYear(first) ? isMonth(third) || (isWeek(third) && /\D/.test(text)) : isMonth(second) && isDay(first);
  if (isYear(first)) return (isMonth(third) && isDay(fourth)) || (isDay(third) && isMonth(fourth));
  return isYear(third) && ((isDay(first) && isMonth(second)) || (isMonth(first) && isDay(second)));
}
