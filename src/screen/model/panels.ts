import { DIMENSION_NAMES } from '../../digest/dimensions.js';
import type { DimensionName } from '../../digest/dimensions.js';
import type { RowOrder } from '../../digest/key-table.js';

/** Tables without a panel: the traffic shows methods, and only reports show the others. */
const WITHOUT = ['methods', 'protocols', 'users'] as const;

/** A panel that shows a table of keys, by the name of its dimension. */
export type TablePanel = Exclude<DimensionName, (typeof WITHOUT)[number]>;

/** Tables with a place in each layout of the screen. */
const PLACED: readonly TablePanel[] = ['sections', 'paths', 'hosts', 'statuses', 'agents', 'referrers'];

const isPanel = (name: DimensionName): name is TablePanel => !(WITHOUT as readonly DimensionName[]).includes(name);

/** Tables that share the place of another, once they have keys to show. */
export const MORE_PANELS: readonly TablePanel[] = DIMENSION_NAMES.filter(isPanel).filter(
  (name) => !PLACED.includes(name),
);

export const TABLE_PANELS: readonly TablePanel[] = [...PLACED, ...MORE_PANELS];

export type PanelName = 'files' | 'traffic' | 'chart' | TablePanel | 'alerts';

/** All panels, in the order of Tab. */
export const PANELS: readonly PanelName[] = ['files', 'traffic', 'chart', ...TABLE_PANELS, 'alerts'];

export function isTable(panel: PanelName): panel is TablePanel {
  return (TABLE_PANELS as readonly PanelName[]).includes(panel);
}

/** Orders for the rows of a table, the largest first. */
export const SORT_ORDERS: readonly RowOrder[] = ['hits', 'bytes', 'errors'];
