import type { Digest } from '../../digest/digest.js';
import type { Spread } from '../../digest/histogram.js';
import { paintLine } from '../../text/line.js';
import type { Theme } from '../../text/theme.js';
import { LABEL_WIDTH } from '../table/totals.js';
import { formatBytes } from '../../text/units.js';

const QUANTILES = [
  ['p50', 0.5],
  ['p90', 0.9],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;

/** The quantiles of the sizes, and of the latencies where the log has them. */
export function spreadLines({ sizes, latencies }: Digest, width: number, theme: Theme): string[] {
  const spreads: [string, Spread, (value: number) => string][] = [
    ['Size', sizes, formatBytes],
    ['Latency', latencies, formatMicroseconds],
  ];
  return spreads
    .filter(([, { count }]) => count > 0)
    .map(([label, spread, format]) => {
      const values = QUANTILES.map(([name, q]) => `${name} ${format(spread.quantile(q) ?? 0)}`);
      const text = [...values, `max ${format(spread.max)}`].join(' · ');
      return paintLine([{ text: `${label.padEnd(LABEL_WIDTH)}  `, paint: theme.dim }, { text }], width);
    });
}

/** A time with three digits and its unit: `850 µs`, `12.3 ms`, `1.20 s`. */
export function formatMicroseconds(value: number): string {
  if (value < 1000) return `${Math.round(value)} µs`;
  return value < 1_000_000 ? `${(value / 1000).toPrecision(3)} ms` : `${(value / 1_000_000).toPrecision(3)} s`;
}
