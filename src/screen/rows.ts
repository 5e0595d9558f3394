import type { KeyRow, KeyTable } from '../digest/key-table.js';
import type { Model } from './model.js';
import { isTable } from './panels.js';
import type { PanelName, SortOrder } from './panels.js';

/** A frame asks several times for rows of tables that may have thousands, and the next frame again. */
const ordered = new WeakMap<KeyTable, Map<SortOrder, readonly KeyRow[]>>();

/** All rows of a table, which does not change any more, the largest first; with equal amounts the most hits first. */
export function rowsOf(table: KeyTable, order: SortOrder): readonly KeyRow[] {
  const known = ordered.get(table) ?? new Map<SortOrder, readonly KeyRow[]>();
  const rows = known.get(order) ?? sorted(table.rows(), order);
  ordered.set(table, known.set(order, rows));
  return rows;
}

/** The sort is stable, and rows come in the order of their hits. */
const sorted = (rows: KeyRow[], order: SortOrder): readonly KeyRow[] =>
  order === 'hits' ? rows : rows.sort((a, b) => b[order] - a[order]);

export const orderOf = ({ sorts }: Model, panel: PanelName): SortOrder =>
  (isTable(panel) ? sorts[panel] : undefined) ?? 'hits';

/** How many rows a panel has that can be scrolled through; 0 for one that shows all it has. */
export function rowCount({ picture }: Model, panel: PanelName): number {
  if (isTable(panel)) return picture.live.stats.digest[panel].size;
  if (panel === 'alerts') return picture.alerts.incidents.length + picture.alerts.levels.length;
  return panel === 'files' ? picture.sources.length : 0;
}
