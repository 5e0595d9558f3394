const MINUTE_MS = 60_000;
/** The farthest instant that a Date can hold, either way. */
const MAX_EPOCH_MS = 8.64e15;

/**
 * ISO 8601 with seconds and offset, like `2018-05-09T16:00:39+00:00`; a year beyond 0 to 9999 has a sign and six
 * digits.
 *
 * @param epochMs milliseconds since 1970
 * @param utc the UTC zone instead of the local one
 */
export function formatTime(epochMs: number, utc: boolean): string {
  const offsetMinutes = offsetAt(epochMs, utc);
  const sign = offsetMinutes < 0 ? '-' : '+';
  const offset = Math.abs(offsetMinutes);
  return `${isoAt(epochMs, offsetMinutes)}${sign}${twoDigits(Math.floor(offset / 60))}:${twoDigits(offset % 60)}`;
}

/** The time of day, like `16:00:39`. */
export function formatClock(epochMs: number, utc: boolean): string {
  return isoAt(epochMs, offsetAt(epochMs, utc)).slice(-8);
}

/** Whole minutes east of Greenwich, at that instant. */
function offsetAt(epochMs: number, utc: boolean): number {
  return utc ? 0 : -Math.round(new Date(clamp(epochMs)).getTimezoneOffset());
}

function isoAt(epochMs: number, offsetMinutes: number): string {
  const iso = new Date(clamp(epochMs + offsetMinutes * MINUTE_MS)).toISOString();
  return iso.slice(0, iso.indexOf('.'));
}

/** Clamps an instant to the range of a Date; NaN becomes 0. */
function clamp(epochMs: number): number {
  return Number.isNaN(epochMs) ? 0 : Math.min(MAX_EPOCH_MS, Math.max(-MAX_EPOCH_MS, epochMs));
}

const twoDigits = (n: number): string => String(n).padStart(2, '0');
