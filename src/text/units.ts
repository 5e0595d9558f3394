const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Units of time with their seconds, the largest first. */
const TIME_UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** A whole number with separators, the same in every locale: `1,234,567`. */
export function formatCount(count: number): string {
  return Math.round(count)
    .toFixed(0)
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Bytes with three digits or so and a unit of a power of 1000: `999 B`, `1.2 MB`, `123 GB`. */
export function formatBytes(bytes: number): string {
  let text = formatCount(bytes);
  let value = bytes;
  for (const [i, unit] of BYTE_UNITS.entries()) {
    if (i > 0) text = value < 99.95 ? value.toFixed(1) : formatCount(value);
    // An amount that rounds to 1,000 takes the next unit.
    if (Math.round(value) < 1000 || unit === 'PB') return `${text} ${unit}`;
    value /= 1000;
  }
  return text;
}

/** Hits per second: `12.3`, `1,234`, and `<0.1` for less than that but above 0. */
export function formatRate(perSecond: number): string {
  if (perSecond <= 0) return '0';
  if (perSecond < 0.05) return '<0.1';
  return perSecond < 99.95 ? perSecond.toFixed(1) : formatCount(perSecond);
}

/** The share of `part` in `whole`, in percent without the sign: `2.1`, `<0.1`, `>99.9`, `0`, `100`. */
export function formatShare(part: number, whole: number): string {
  if (part <= 0 || whole <= 0) return '0';
  if (part >= whole) return '100';
  const percent = (100 * part) / whole;
  if (percent < 0.05) return '<0.1';
  return percent < 99.95 ? percent.toFixed(1) : '>99.9';
}

/** The share of `part` in `whole`: `2.1 %`. */
export function formatPercent(part: number, whole: number): string {
  return `${formatShare(part, whole)} %`;
}

/** A length of time in its two largest units: `500 ms`, `1.5 s`, `10 s`, `2 min`, `1 h 30 min`. */
export function formatDuration(ms: number): string {
  if (Math.round(ms) < 1000) return `${Math.round(ms)} ms`;
  const tenths = Math.round(ms / 100) / 10;
  if (tenths < 60) return `${tenths} s`;
  const seconds = Math.round(ms / 1000);
  const largest = TIME_UNITS.findIndex(([, length]) => seconds >= length);
  let rest = seconds;
  const parts: string[] = [];
  for (const [unit, length] of TIME_UNITS.slice(largest, largest + 2)) {
    const count = Math.floor(rest / length);
    if (count > 0) parts.push(`${count} ${unit}`);
    rest -= count * length;
  }
  return parts.join(' ');
}
