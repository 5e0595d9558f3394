import { randomOf } from './random.mjs';
import { traffic } from './traffic.mjs';

const SEED = 2;

/** The traffic of `plain` in a format of its own: combined with the time that each request took behind it. */
export const latency = {
  name: 'latency',
  about: 'combined lines with $request_time behind, named to rxmon as an nginx log_format',
  async *lines({ bin, count }) {
    const seconds = requestTimes();
    for await (const line of traffic(bin, count)) yield `${line} ${seconds()}`;
  },
};

/** Seconds with three decimals, as nginx writes them: mostly some milliseconds, now and then seconds. */
export function requestTimes() {
  const random = randomOf(SEED);
  return () => (0.001 * Math.exp(random() * random() * 9)).toFixed(3);
}
