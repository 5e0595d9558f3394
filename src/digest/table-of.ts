import { dimensionOf } from './dimensions.js';
import type { CountedName, DerivedDimension, DimensionName } from './dimensions.js';
import type { Digest } from './digest.js';
import type { KeyTable } from './key-table.js';

/** Derived tables of digests, with the hits that these had then: a digest that has counted more has other tables. */
const made = new WeakMap<Digest, { readonly hits: number; readonly tables: Map<string, KeyTable> }>();

/** The table of a dimension, counted or derived; it must not be changed. */
export function tableOf(digest: Digest, name: DimensionName): KeyTable {
  const counted: Readonly<Partial<Record<string, KeyTable>>> = digest.tables;
  return counted[name] ?? derivedTable(digest, dimensionOf(name) as DerivedDimension);
}

/**
 * The table of a derived dimension: the sums of the rows whose keys give the same key. Made once for as long as the digest
 * counts no more hits. When the table that it is made of has dropped keys, its counts may be low by all hits of those.
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
