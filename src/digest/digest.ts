import { Distinct } from './distinct.js';
import { KeyTable } from './key-table.js';

/** One line that did not fit its layout, kept to be shown. */
export interface Sample {
  /** The source's name. */
  readonly source: string;
  /** The first bytes of the line, one character a byte. */
  readonly line: string;
}

/** One request, as a log line tells of it. Keys hold one character a byte. */
export interface Hit {
  readonly host: string;
  readonly method: string;
  readonly section: string;
  readonly path: string;
  /** Three digits, or `-` when the log has none. */
  readonly status: string;
  /** Bytes of the response's body. */
  readonly bytes: number;
}

/**
 * The mergeable summary of any number of hits: a commutative monoid under `merge`, with `emptyDigest()` as its identity,
 * exactly as long as no table dropped a key, within the tables' bounds beyond.
 */
export interface Digest {
  hits: number;
  /** Bytes of the responses. Exact up to 2^53. */
  bytes: number;
  /** Hits with a status of 500 or more. */
  errors: number;
  /** Lines that did not fit the layout, and lines too long to be kept. They are no hits. */
  unparsed: number;
  /** Of the unparsed lines, the one whose source and bytes come first. */
  sample: Sample | undefined;
  readonly methods: KeyTable;
  readonly statuses: KeyTable;
  readonly sections: KeyTable;
  readonly paths: KeyTable;
  readonly hosts: KeyTable;
  readonly distinctHosts: Distinct;
}

/** The most keys that the tables of a digest are sure to keep. */
export const TABLE_CAPS = {
  methods: 100,
  /** There are 1,001: `000` to `999`, and `-`. */
  statuses: 1001,
  sections: 10_000,
  paths: 10_000,
  hosts: 10_000,
} as const;

const TABLES = ['methods', 'statuses', 'sections', 'paths', 'hosts'] as const;

/** The digest of no hits. */
export function emptyDigest(): Digest {
  return {
    hits: 0,
    bytes: 0,
    errors: 0,
    unparsed: 0,
    sample: undefined,
    methods: new KeyTable(TABLE_CAPS.methods),
    statuses: new KeyTable(TABLE_CAPS.statuses),
    sections: new KeyTable(TABLE_CAPS.sections),
    paths: new KeyTable(TABLE_CAPS.paths),
    hosts: new KeyTable(TABLE_CAPS.hosts),
    distinctHosts: new Distinct(),
  };
}

/** Counts one hit in `digest`. */
export function foldHit(digest: Digest, { host, method, section, path, status, bytes }: Hit): void {
  const isError = status >= '500' && status <= '999';
  digest.hits++;
  digest.bytes += bytes;
  if (isError) digest.errors++;
  digest.methods.count(method, bytes, isError);
  digest.statuses.count(status, bytes, isError);
  digest.sections.count(section, bytes, isError);
  digest.paths.count(path, bytes, isError);
  digest.hosts.count(host, bytes, isError);
  digest.distinctHosts.count(host);
}

/** Counts lines that are no hits in `digest`. */
export function foldUnparsed(digest: Digest, lines: number, sample: Sample): void {
  digest.unparsed += lines;
  digest.sample = firstOf(digest.sample, sample);
}

/** Adds `other` to `digest`; `other` stays as it is. */
export function addDigest(digest: Digest, other: Digest): void {
  digest.hits += other.hits;
  digest.bytes += other.bytes;
  digest.errors += other.errors;
  digest.unparsed += other.unparsed;
  digest.sample = firstOf(digest.sample, other.sample);
  for (const table of TABLES) digest[table].add(other[table]);
  digest.distinctHosts.add(other.distinctHosts);
}

/** The digest of all that went into either; both stay as they are. */
export function merge(a: Digest, b: Digest): Digest {
  const both = emptyDigest();
  addDigest(both, a);
  addDigest(both, b);
  return both;
}

function firstOf(a: Sample | undefined, b: Sample | undefined): Sample | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.source !== b.source) return a.source < b.source ? a : b;
  return a.line <= b.line ? a : b;
}
