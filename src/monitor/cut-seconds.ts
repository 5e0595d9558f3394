import { addDigest, emptyDigest, merge } from '../digest/digest.js';
import type { Digest } from '../digest/digest.js';
import { sumOfBytes } from '../digest/safe-sum.js';
import type { SecondRow } from '../digest/timeline.js';
import type { Batch } from './decode/decode.js';
import { rowsOf } from './pauses/attribute-hits.js';
import { secondOf } from './seconds.js';

/** The traffic of one second of the clock. It does not change, and its digest must not be changed. */
export interface Second {
  /**
   * Whole seconds since 1970, half-open, `[from, to)`: one second, except for a pause that was caught up with, and for
   * quiet in which the clock leapt or was late.
   */
  readonly from: number;
  readonly to: number;
  /** Of the batches that came in it. */
  readonly digest: Digest;
  /** Its hits by the seconds in which they count, in ascending order: see `rowsOf`. */
  readonly rows: readonly SecondRow[];
  /** The number of the last batch counted in it or before it; 0 when there was none. */
  readonly through: number;
  /** Whether it is the last of the seconds that ended together. */
  readonly isLatest: boolean;
  /** Whether the source completed within it. */
  readonly isUnfinished: boolean;
}

/** The traffic that came in one second. */
interface Part {
  readonly digest: Digest;
  readonly rows: readonly SecondRow[];
  readonly through: number;
  /** Whether it holds lines of a pause being caught up with, which may be of any second of the pause. */
  readonly isOfPause: boolean;
}

/** Parts by their seconds. */
export type Parts = ReadonlyMap<number, Part>;

/** The seconds that have not ended: from `second` on, with the traffic that came in them. */
export interface OpenSeconds {
  readonly second: number;
  readonly through: number;
  readonly parts: Parts;
  /** The seconds ended by the last cut. */
  readonly ended: readonly Second[];
}

/** Shared by all quiet times. */
const NOTHING = emptyDigest();

export const openFrom = (second: number): OpenSeconds => ({ second, through: 0, parts: new Map(), ended: [] });

/**
 * Builds the parts: the traffic by the second in which it came. Its owner hands the parts on only when they are whole.
 */
export class PartsBuilder {
  private readonly parts = new Map<
    number,
    { digest: Digest; rows: SecondRow[]; through: number; isOfPause: boolean }
  >();

  add(batch: Batch): this {
    const second = secondOf(batch.at);
    let part = this.parts.get(second);
    if (part === undefined) this.parts.set(second, (part = { ...NO_PART, digest: emptyDigest(), rows: [] }));
    addDigest(part.digest, batch.digest);
    part.rows.push(...rowsOf(batch));
    part.through = batch.number;
    part.isOfPause ||= batch.arrival?.pause?.isCatchingUp === true;
    return this;
  }

  built(): Parts {
    return this.parts;
  }
}

const NO_PART: Part = { digest: NOTHING, rows: [], through: 0, isOfPause: false };

/**
 * Ends all seconds before `now`, a whole second, with the traffic since the cut before. Traffic of `now` itself, as a
 * tick is late or comes with a batch in the same moment, stays open.
 */
export function cut(open: OpenSeconds, come: Parts, now: number): OpenSeconds {
  const parts = joined(open.parts, come);
  // The clock was set back: everything counts in the second before its new time.
  if (now < open.second) return ended(open, [spanOf([...parts.values()], now - 1, now)], new Map(), now);
  if (now === open.second) return { ...open, parts, ended: [] };
  const due = new Map([...parts].filter(([second]) => second < now));
  const left = new Map([...parts].filter(([second]) => second >= now));
  const isOfPause = [...due.values()].some((part) => part.isOfPause);
  const spans = isOfPause ? [spanOf([...due.values()], open.second, now)] : oneByOne(due, open.second, now);
  return ended(open, spans, left, now);
}

/** Ends the second in which the source completed. */
export function finish(open: OpenSeconds): OpenSeconds {
  const { parts, second } = open;
  const last = { ...spanOf([...parts.values()], second, second + 1), isUnfinished: true };
  return ended(open, [last], new Map(), second + 1);
}

type Span = Omit<Second, 'through' | 'isLatest'> & { readonly through: number | undefined };

function ended(open: OpenSeconds, spans: readonly Span[], parts: Parts, second: number): OpenSeconds {
  let { through } = open;
  const ended = spans.map((span, i): Second => {
    through = Math.max(through, span.through ?? 0);
    return { ...span, through, isLatest: i === spans.length - 1 };
  });
  return { second, through, parts, ended };
}

/** Each second by itself, and the quiet times between them. */
function oneByOne(due: Parts, from: number, to: number): Span[] {
  // Late traffic, from before the open seconds, counts in the first of them.
  const early = [...due].filter(([second]) => second <= from).map(([, part]) => part);
  const parts = [
    ...(early.length === 0 ? [] : [[from, early] as const]),
    ...[...due].filter(([second]) => second > from).map(([second, part]) => [second, [part]] as const),
  ].sort(([a], [b]) => a - b);
  const spans: Span[] = [];
  let next = from;
  for (const [second, own] of parts) {
    spans.push(...quiet(next, second), spanOf(own, second, second + 1));
    next = second + 1;
  }
  return [...spans, ...quiet(next, to)];
}

const quiet = (from: number, to: number): Span[] => (from < to ? [spanOf([], from, to)] : []);

function spanOf(parts: readonly Part[], from: number, to: number): Span {
  const [digest = NOTHING, ...others] = parts.map((part) => part.digest);
  return {
    from,
    to,
    digest: others.reduce(merge, digest),
    rows: inOrder(parts.flatMap(({ rows }) => rows)),
    through: parts.reduce<number | undefined>((latest, { through }) => Math.max(latest ?? 0, through), undefined),
    isUnfinished: false,
  };
}

/** One row for each second, the earliest first. */
function inOrder(rows: readonly SecondRow[]): SecondRow[] {
  const sums = new Map<number, SecondRow>();
  for (const row of rows) {
    const { second, hits, bytes, errors } = sums.get(row.second) ?? { ...row, hits: 0, bytes: 0, errors: 0 };
    sums.set(second, {
      second,
      hits: hits + row.hits,
      bytes: sumOfBytes(bytes, row.bytes),
      errors: errors + row.errors,
    });
  }
  return [...sums.values()].sort((a, b) => a.second - b.second);
}

function joined(a: Parts, b: Parts): Parts {
  if (a.size === 0) return b;
  const both = new Map(a);
  for (const [second, part] of b) {
    const other = both.get(second);
    both.set(second, other === undefined ? part : partOf([other, part]));
  }
  return both;
}

function partOf(parts: readonly Part[]): Part {
  const { digest, rows, through = 0 } = spanOf(parts, 0, 0);
  return { digest, rows, through, isOfPause: parts.some(({ isOfPause }) => isOfPause) };
}
