import fc from 'fast-check';
import { COUNTED, forEachCounted } from '../../src/digest/dimensions.js';
import type { CountedName, KeyField } from '../../src/digest/dimensions.js';
import { emptyDigest, foldUnparsed } from '../../src/digest/digest.js';
import type { Digest, Sample } from '../../src/digest/digest.js';
import type { KeyRow, KeyTable } from '../../src/digest/key-table.js';
import { sipHash53 } from '../../src/digest/sip-hash.js';
import { bucketOf } from '../../src/digest/histogram.js';
import type { Spread } from '../../src/digest/histogram.js';
import type { SecondRow } from '../../src/digest/timeline.js';
import { shareDistinctKey } from '../../src/engine/hash-keys.js';

/** By which hosts are counted here, and by all engines that a spec makes. */
export const HASH_KEY = '000102030405060708090a0b0c0d0e0f';
shareDistinctKey(HASH_KEY);
const hashOf = sipHash53(HASH_KEY);

export interface PlainTable {
  readonly rows: readonly KeyRow[];
  readonly maxLost: number;
}

export interface PlainSpread {
  readonly entries: readonly (readonly [bucket: number, count: number])[];
  readonly count: number;
  readonly max: number;
}

/** All that can be read from a digest, as a plain value: equal digests have equal ones. */
export interface PlainDigest extends Readonly<Record<CountedName, PlainTable>> {
  readonly hits: number;
  readonly bytes: number;
  readonly errors: number;
  readonly unparsed: number;
  readonly sample: Sample | undefined;
  readonly distinctHosts: number;
  readonly sizes: PlainSpread;
  readonly latencies: PlainSpread;
  readonly timeline: readonly SecondRow[];
}

export const plainTable = (table: KeyTable): PlainTable => ({ rows: table.rows(), maxLost: table.maxLost });

export const plainSpread = (spread: Spread): PlainSpread => ({
  entries: spread.entries(),
  count: spread.count,
  max: spread.max,
});

export function plainDigest(digest: Digest): PlainDigest {
  const { hits, bytes, errors, unparsed, sample } = digest;
  return {
    hits,
    bytes,
    errors,
    unparsed,
    sample,
    ...forEachCounted(({ name }) => plainTable(digest.tables[name])),
    distinctHosts: digest.distinctHosts.size(),
    sizes: plainSpread(digest.sizes),
    latencies: plainSpread(digest.latencies),
    timeline: digest.timeline.rows(),
  };
}

/** One request, as a log line tells of it. Keys hold one character a byte. */
export interface Hit extends Readonly<Partial<Record<KeyField, string>>> {
  readonly host: string;
  readonly method: string;
  readonly section: string;
  readonly path: string;
  readonly status: string;
  readonly bytes: number;
  /** Default `HTTP/1.1`; other fields, `-`. */
  readonly protocol?: string;
  /** Whole seconds since 1970; 2018-05-09T16:00:39Z unless given. */
  readonly second?: number;
  /** Whole microseconds; none unless given. */
  readonly latency?: number | undefined;
}

/** Counts one hit in `digest`. */
export function foldHit(digest: Digest, hit: Hit): void {
  const { status, bytes, latency } = hit;
  const errors = status >= '500' && status <= '999' ? 1 : 0;
  digest.hits++;
  digest.bytes += bytes;
  digest.errors += errors;
  const keys: Readonly<Partial<Record<KeyField, string>>> = { protocol: 'HTTP/1.1', ...hit };
  for (const { name, field, isOptional = false } of COUNTED) {
    const key = keys[field] ?? (isOptional ? undefined : '-');
    if (key !== undefined) digest.tables[name].count(key, 1, bytes, errors);
  }
  digest.distinctHosts.by(HASH_KEY).count(hashOf(hit.host));
  foldValue(digest.sizes, bytes);
  if (latency !== undefined) foldValue(digest.latencies, latency);
  digest.timeline.count(hit.second ?? 1_525_881_639, 1, bytes, errors);
}

/** Counts one value in `spread`. */
export function foldValue(spread: Spread, value: number): void {
  spread.addBucket(bucketOf(value), 1);
  spread.raiseMax(value);
}

/** A hit like many others, but for what is given. */
export const hitOf = (given: Partial<Hit> = {}): Hit => ({
  host: '10.0.0.1',
  method: 'GET',
  section: '/blog',
  path: '/blog/a.html',
  status: '200',
  bytes: 100,
  ...given,
});

/** One event of a log: a hit, or a line that is none. */
export type Line = Hit | Sample;

/** The digest of hits and of lines that are none. */
export function digestOf(lines: Iterable<Line>): Digest {
  const digest = emptyDigest();
  for (const line of lines) {
    if ('line' in line) foldUnparsed(digest, 1, line);
    else foldHit(digest, line);
  }
  return digest;
}

/** The digest with some of its tables replaced. */
export const withTables = (digest: Digest, tables: Partial<Digest['tables']>): Digest => ({
  ...digest,
  tables: { ...digest.tables, ...tables },
});

/** The digest of a number of hits, all alike. */
export const hitsOf = (count: number, given: Partial<Hit> = {}): Digest =>
  digestOf(Array.from({ length: count }, () => hitOf(given)));

/** Lines from small alphabets, so that keys meet again and counts are tied. */
export const anyLine: fc.Arbitrary<Line> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      host: fc.constantFrom('10.0.0.1', '10.0.0.2', '::1', '-'),
      method: fc.constantFrom('GET', 'POST', '-'),
      section: fc.constantFrom('/', '/a', '/b', '\xff', ''),
      path: fc.constantFrom('/', '/a/x', '/a/y', '/b'),
      status: fc.constantFrom('200', '404', '499', '500', '503', '999', '-', '000'),
      bytes: fc.constantFrom(0, 1, 512, 2 ** 40),
      protocol: fc.constantFrom('HTTP/1.1', 'HTTP/2.0', '-'),
      user: fc.constantFrom('-', 'ann', '__proto__'),
      referrer: fc.constantFrom('-', 'http://a/', 'http://a/b'),
      agent: fc.constantFrom('-', 'curl', '\xc3\xa9'),
      second: fc.constantFrom(-1, 0, 1, 1_525_881_639, 2 ** 32),
      latency: fc.constantFrom(undefined, 0, 127, 128, 2 ** 40),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      source: fc.constantFrom('a.log', 'b.log'),
      line: fc.constantFrom('', 'x', 'y', '\x16\x03'),
    }),
  },
);

export const anyLines: fc.Arbitrary<Line[]> = fc.array(anyLine, { maxLength: 30 });
