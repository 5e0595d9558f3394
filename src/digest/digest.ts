import { sumOfBytes } from './safe-sum.js';
import { COUNTED_NAMES, forEachCounted } from './dimensions.js';
import type { CountedName } from './dimensions.js';
import { Distinct } from './distinct.js';
import { KeyTable } from './key-table.js';
import { Spread } from './histogram.js';
import { Timeline } from './timeline.js';

/** One line that did not fit its layout, kept for display. */
export interface Sample {
  /** The source's name. */
  readonly source: string;
  /** The first bytes of the line, one character a byte. */
  readonly line: string;
}

/**
 * The mergeable summary of any number of hits: a commutative monoid under `merge`, with `emptyDigest()` as its
 * identity, exactly as long as no table dropped a key, within the tables' bounds beyond.
 */
export interface Digest {
  hits: number;
  /** Bytes of the responses; 2^53 - 1 when there are more, here as in all counts by key or second. */
  bytes: number;
  /** Hits with a status of 500 or more. */
  errors: number;
  /** Lines that did not fit the layout, and lines too long to be kept. They are not hits. */
  unparsed: number;
  /**
   * The unparsed line whose source and bytes sort first; an empty one, which shows nothing, only when there is no
   * other.
   */
  sample: Sample | undefined;
  /** Hits by key, a table for each counted dimension. */
  readonly tables: Readonly<Record<CountedName, KeyTable>>;
  readonly distinctHosts: Distinct;
  /** Bytes of the responses, one by one. */
  readonly sizes: Spread;
  /** Microseconds that the responses took, from the lines that state them. */
  readonly latencies: Spread;
  /** Hits by the second that their lines state. */
  readonly timeline: Timeline;
}

/**
 * The digest of no hits.
 *
 * @param mostKeys the number of keys that its tables are sure to keep, if less than the caps of the dimensions
 */
export function emptyDigest(mostKeys = Infinity): Digest {
  return {
    hits: 0,
    bytes: 0,
    errors: 0,
    unparsed: 0,
    sample: undefined,
    tables: forEachCounted(({ cap }) => new KeyTable(Math.min(cap, mostKeys))),
    distinctHosts: new Distinct(),
    sizes: new Spread(),
    latencies: new Spread(),
    timeline: new Timeline(),
  };
}

/** Counts unparsed lines in `digest`. */
export function foldUnparsed(digest: Digest, lines: number, sample: Sample): void {
  digest.unparsed += lines;
  digest.sample = firstOf(digest.sample, sample);
}

/** Adds `other` to `digest`; `other` stays as it is. */
export function addDigest(digest: Digest, other: Digest): void {
  digest.hits += other.hits;
  digest.bytes = sumOfBytes(digest.bytes, other.bytes);
  digest.errors += other.errors;
  digest.unparsed += other.unparsed;
  digest.sample = firstOf(digest.sample, other.sample);
  for (const name of COUNTED_NAMES) digest.tables[name].add(other.tables[name]);
  digest.distinctHosts.add(other.distinctHosts);
  digest.sizes.add(other.sizes);
  digest.latencies.add(other.latencies);
  digest.timeline.add(other.timeline);
}

/** The digest of all hits in either; both stay as they are. */
export function merge(a: Digest, b: Digest): Digest {
  const both = emptyDigest();
  addDigest(both, a);
  addDigest(both, b);
  return both;
}

function firstOf(a: Sample | undefined, b: Sample | undefined): Sample | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if ((a.line === '') !== (b.line === '')) return a.line === '' ? b : a;
  if (a.source !== b.source) return a.source < b.source ? a : b;
  return a.line <= b.line ? a : b;
}
