import { dimensionOf } from './dimensions.js';
import type { CountedName, DerivedDimension, DimensionName } from './dimensions.js';
import type { Digest } from './digest.js';
import type { KeyTable } from './key-table.js';

/**
 * Derived tables of digests, with the number of hits at the time: once a digest has counted more, its tables change.
 */
const made = new WeakMap<Digest, { readonly hits: number; readonly tables: Map<string, KeyTable> }>();

/** The table of a dimension, counted or derived; it must not be changed. */
export function tableOf(digest: Digest, name: DimensionName): KeyTable {
  const counted: Readonly<Partial<Record<string, KeyTable>>> = digest.tables;
  return counted[name] ?? derivedTable(digest, dimensionOf(name) as DerivedDimension);
}

/**
 * The table of a derived dimension: the sums of the rows whose keys map to the same key. Cached until the digest counts
 * more hits. When its source table has dropped keys, its counts may be low by all hits of those.
 */
export function derivedTable(digest: Digest, { name, of, by, cap }: DerivedDimension): KeyTable {
  const known = made.get(digest);
  const tables = known?.hits === digest.hits ? known.tables : new Map<string, KeyTable>();
  let table = tables.get(name);
  if (table === undefined) {
    table = digest.tables[of as CountedName].regrouped(by, cap, digest.hits);
    made.set(digest, { hits: digest.hits, tables: tables.set(name, table) });
  }
  return table;
}
