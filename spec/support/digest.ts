import fc from 'fast-check';
import { emptyDigest, foldUnparsed } from '../../src/digest/digest.js';
import type { Digest, Sample } from '../../src/digest/digest.js';
import { hash53 } from '../../src/digest/distinct.js';
import type { KeyRow, KeyTable } from '../../src/digest/key-table.js';

export interface PlainTable {
  readonly rows: readonly KeyRow[];
  readonly maxLost: number;
}

/** All that can be read from a digest, as a plain value: equal digests have equal ones. */
export interface PlainDigest {
  readonly hits: number;
  readonly bytes: number;
  readonly errors: number;
  readonly unparsed: number;
  readonly sample: Sample | undefined;
  readonly methods: PlainTable;
  readonly statuses: PlainTable;
  readonly sections: PlainTable;
  readonly paths: PlainTable;
  readonly hosts: PlainTable;
  readonly distinctHosts: number;
}

export const plainTable = (table: KeyTable): PlainTable => ({ rows: table.rows(), maxLost: table.maxLost });

export function plainDigest(digest: Digest): PlainDigest {
  const { hits, bytes, errors, unparsed, sample, methods, statuses, sections, paths, hosts, distinctHosts } = digest;
  return {
    hits,
    bytes,
    errors,
    unparsed,
    sample,
    methods: plainTable(methods),
    statuses: plainTable(statuses),
    sections: plainTable(sections),
    paths: plainTable(paths),
    hosts: plainTable(hosts),
    distinctHosts: distinctHosts.size(),
  };
}

/** One request, as a log line tells of it. Keys hold one character a byte. */
export interface Hit {
  readonly host: string;
  readonly method: string;
  readonly section: string;
  readonly path: string;
  readonly status: string;
  readonly bytes: number;
}

/** Counts one hit in `digest`. */
export function foldHit(digest: Digest, { host, method, section, path, status, bytes }: Hit): void {
  const errors = status >= '500' && status <= '999' ? 1 : 0;
  digest.hits++;
  digest.bytes += bytes;
  digest.errors += errors;
  for (const [table, key] of [
    [digest.methods, method],
    [digest.statuses, status],
    [digest.sections, section],
    [digest.paths, path],
    [digest.hosts, host],
  ] as const) {
    table.count(key, 1, bytes, errors);
  }
  digest.distinctHosts.count(hash53(host));
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
