import type { KeyRow, KeyTable, RowOrder } from '../../digest/key-table.js';
import { tableOf } from '../../digest/table-of.js';
import type { AlertLog } from '../../monitor/alerts/incidents.js';
import type { Model } from './model.js';
import { isTable } from './panels.js';
import type { PanelName } from './panels.js';

/** Each key press makes a frame of the same tables. */
const known = new WeakMap<KeyTable, Map<string, readonly KeyRow[]>>();

/** The first rows of a table that no longer changes, the largest first; with equal amounts the most hits first. */
export function rowsOf(table: KeyTable, order: RowOrder, count: number): readonly KeyRow[] {
  const ofTable = known.get(table) ?? new Map<string, readonly KeyRow[]>();
  const asked = `${order} ${count}`;
  const rows = ofTable.get(asked) ?? table.top(count, order);
  known.set(table, ofTable.set(asked, rows));
  return rows;
}

export const orderOf = ({ sorts }: Model, panel: PanelName): RowOrder =>
  (isTable(panel) ? sorts[panel] : undefined) ?? 'hits';

/** The number of rows of a panel that can be scrolled through; 0 for one that shows all it has. */
export function rowCount({ picture }: Model, panel: PanelName): number {
  if (isTable(panel)) return tableOf(picture.live.stats.digest, panel).size;
  if (panel === 'alerts') return alertRows(picture.alerts);
  return panel === 'files' ? picture.sources.length : 0;
}

/** A line for each alert and for each rule that does not hold, and one for the alerts no longer kept. */
function alertRows({ incidents, levels, earlier }: AlertLog): number {
  const quiet = levels.filter(({ triggered }) => triggered === undefined);
  return incidents.length + quiet.length + (earlier > 0 ? 1 : 0);
}
