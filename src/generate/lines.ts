import { arrivals } from './arrivals.js';
import type { LinesOptions } from './options.js';
import { seeded } from './random.js';
import { timestampOf } from './timestamp.js';

/** A log line and its due time. */
export interface Line {
  /** Milliseconds from the start of the traffic, with fractions. */
  readonly dueMs: number;
  /** The line's bytes, the newline at its end among them. */
  readonly line: Uint8Array;
}

const NEWLINE = 0x0a;

/** Two streams of random numbers, so that the times of a seed's lines do not depend on their contents. */
const TIMES = 0;
const REQUESTS = 1;

/**
 * Yields the lines of some traffic in the order of their time. A line's time stamp is the start plus its due time.
 *
 * @throws RangeError when the rate is not at least `MIN_RATE`
 */
export function lines(options: LinesOptions): IterableIterator<Line> {
  return linesAt(arrivals(options.rate, seeded(options.seed, TIMES)), options);
}

function* linesAt(times: Iterable<number>, options: LinesOptions): Generator<Line, void, undefined> {
  const { seed, startMs, templates, count = Infinity } = options;
  const random = seeded(seed, REQUESTS);
  const encoder = new TextEncoder();
  let stampedSecond = NaN;
  let stamp = new Uint8Array();
  let k = 0;
  if (count <= 0) return;
  for (const dueMs of times) {
    const second = Math.floor((startMs + dueMs) / 1000);
    if (second !== stampedSecond) {
      stamp = encoder.encode(timestampOf(second));
      stampedSecond = second;
    }
    const { before, behind } = templates(random, k);
    const line = new Uint8Array(before.length + stamp.length + behind.length + 1);
    line.set(before);
    line.set(stamp, before.length);
    line.set(behind, before.length + stamp.length);
    line[line.length - 1] = NEWLINE;
    yield { dueMs, line };
    if (++k >= count) return;
  }
}
