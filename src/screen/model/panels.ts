import type { RowOrder } from '../../digest/key-table.js';

/** The panels that show a table of keys, each by the name of its table in a digest. */
export const TABLE_PANELS = ['sections', 'paths', 'hosts', 'statuses', 'agents', 'referrers'] as const;

export type TablePanel = (typeof TABLE_PANELS)[number];

/** All panels, in the order in which Tab goes through them. */
export const PANELS = ['files', 'traffic', 'chart', ...TABLE_PANELS, 'alerts'] as const;

export type PanelName = (typeof PANELS)[number];

export function isTable(panel: PanelName): panel is TablePanel {
  return (TABLE_PANELS as readonly PanelName[]).includes(panel);
}

/** What the rows of a table are ordered by, the largest first. */
export const SORT_ORDERS: readonly RowOrder[] = ['hits', 'bytes', 'errors'];
