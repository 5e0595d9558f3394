import { DIMENSION_NAMES } from '../digest/dimensions.js';
import type { KeyRow, KeyTable } from '../digest/key-table.js';
import { tableOf } from '../digest/table-of.js';
import type { Stats } from '../monitor/stats/stats.js';
import { escapeKey } from '../text/escape.js';
import { hostCount } from './host-count.js';

/** The summary of an interval's traffic, with keys escaped for display. */
export interface Summary {
  readonly hits: number;
  /** Hits per second of the interval; 0 when it has no length. */
  readonly rate: number;
  /** Bytes of the responses. */
  readonly bytes: number;
  /** Lines that did not fit their layout. */
  readonly unparsed: number;
  /** Hits by method, the most first, except that JavaScript puts keys that are whole numbers before all others. */
  readonly methods: Readonly<Record<string, number>>;
  /** Hits by exact code, in ascending order; `-` comes last. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly sections: readonly KeyRow[];
  readonly paths: readonly KeyRow[];
  /** `atLeast` where there may be more hosts than `unique`. */
  readonly hosts: { readonly unique: number; readonly atLeast?: true; readonly top: readonly KeyRow[] };
  /** The most hits that a key may have beyond its count, for each table that dropped keys; missing if none did. */
  readonly maxLost?: Readonly<Record<string, number>>;
}

/** @param top the most rows of each table of keys */
export function summarize(stats: Stats, top: number): Summary {
  const { digest } = stats;
  const maxLost = DIMENSION_NAMES.map((name) => [name, tableOf(digest, name).maxLost] as const).filter(
    ([, lost]) => lost > 0,
  );
  const { unique, isLeast } = hostCount(digest);
  return {
    hits: digest.hits,
    rate: rateOf(stats),
    bytes: digest.bytes,
    unparsed: digest.unparsed,
    methods: hitsByKey(digest.tables.methods.rows()),
    statuses: hitsByKey(digest.tables.statuses.rows().sort(byKey)),
    sections: topRows(digest.tables.sections, top),
    paths: topRows(digest.tables.paths, top),
    hosts: { unique, ...(isLeast && { atLeast: true }), top: topRows(digest.tables.hosts, top) },
    ...(maxLost.length > 0 && { maxLost: Object.fromEntries(maxLost) }),
  };
}

/** Hits per second of an interval; 0 when it has no length. */
export function rateOf({ from, to, digest }: Stats): number {
  return to > from ? digest.hits / ((to - from) / 1000) : 0;
}

export function topRows(table: KeyTable, top: number): KeyRow[] {
  return table.top(top).map(escapeRow);
}

/** The row with its key escaped for display. */
export const escapeRow = (row: KeyRow): KeyRow => ({ ...row, key: escapeKey(row.key) });

/** Adds up keys that look the same once escaped: an object has each key once. */
export function hitsByKey(rows: readonly KeyRow[]): Record<string, number> {
  const hits = new Map<string, number>();
  for (const row of rows) {
    const key = escapeKey(row.key);
    hits.set(key, (hits.get(key) ?? 0) + row.hits);
  }
  return Object.fromEntries(hits);
}

const byKey = (a: KeyRow, b: KeyRow): number => (a.key < b.key ? -1 : 1);
