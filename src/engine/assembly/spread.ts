import { SPREAD_BUCKETS, SPREADS } from './memory';

/** Counts a value in its bucket: 64 buckets to each power of two, exact below 128. */
export function spread(kind: u32, value: f64): void {
  const whole = value >= 9.2e18 ? i64.MAX_VALUE : <i64>value;
  const shift = whole < 128 ? 0 : 57 - <i32>clz(whole);
  const bucket = (shift << 6) + <i32>(whole >> shift);
  const place = SPREADS + ((kind * SPREAD_BUCKETS + bucket) << 2);
  store<u32>(place, load<u32>(place) + 1);
}
