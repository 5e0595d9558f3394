import type { Digest } from '../../digest/digest.js';
import type { Timeline } from '../../digest/timeline.js';

/** The numbers of one second that remain when its digest has gone. */
export interface SecondTraffic {
  /** Whole seconds since 1970. */
  readonly second: number;
  readonly hits: number;
  /** Of the responses; undefined when it was not kept, as in a saved state. */
  readonly bytes?: number | undefined;
  /** Hits with a status of 500 or more; undefined likewise. */
  readonly errors?: number | undefined;
  /** Quantiles of the latencies in microseconds; undefined when no line stated any. */
  readonly p50?: number | undefined;
  readonly p95?: number | undefined;
  readonly p99?: number | undefined;
}

/** The numbers to keep of the digest of a second. */
export function secondTraffic(second: number, { hits, bytes, errors, latencies }: Digest): SecondTraffic {
  if (latencies.count === 0) return { second, hits, bytes, errors };
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((q) => latencies.quantile(q));
  return { second, hits, bytes, errors, p50, p95, p99 };
}

/** The seconds `[from, to)` of a timeline, quiet ones too. */
export function trafficBefore(timeline: Timeline, from: number, to: number): SecondTraffic[] {
  const seconds = Array.from({ length: Math.max(0, to - from) }, (_, i): SecondTraffic => ({
    second: from + i,
    hits: 0,
    bytes: 0,
    errors: 0,
  }));
  for (const row of timeline.rows()) if (row.second >= from && row.second < to) seconds[row.second - from] = row;
  return seconds;
}
