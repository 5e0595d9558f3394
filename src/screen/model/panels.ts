import { DIMENSION_NAMES } from '../../digest/dimensions.js';
import type { DimensionName } from '../../digest/dimensions.js';
import type { RowOrder } from '../../digest/key-table.js';

/** Tables without a panel: the traffic shows methods, and only reports show the others. */
const WITHOUT = ['methods', 'protocols', 'users'] as const;

/** A panel that shows a table of keys, by the name of its dimension. */
export type TablePanel = Exclude<DimensionName, (typeof WITHOUT)[number]>;

/** Those that each layout of the screen has a place for. */
const PLACED: readonly TablePanel[] = ['sections', 'paths', 'hosts', 'statuses', 'agents', 'referrers'];

const isPanel = (name: DimensionName): name is TablePanel => !(WITHOUT as readonly DimensionName[]).includes(name);

/** Those that share the place of another, once they have keys to show. */
export const MORE_PANELS: readonly TablePanel[] = DIMENSION_NAMES.filter(isPanel).filter(
  (name) => !PLACED.includes(name),
);

export const TABLE_PANELS: readonly TablePanel[] = [...PLACED, ...MORE_PANELS];

export type PanelName = 'files' | 'traffic' | 'chart' | TablePanel | 'alerts';

/** All panels, in the order in which Tab goes through them. */
export const PANELS: readonly PanelName[] = ['files', 'traffic', 'chart', ...TABLE_PANELS, 'alerts'];

export function isTable(panel: PanelName): panel is TablePanel {
  return (TABLE_PANELS as readonly PanelName[]).includes(panel);
}

/** What the rows of a table are ordered by, the largest first. */
export const SORT_ORDERS: readonly RowOrder[] = ['hits', 'bytes', 'errors'];
