import { tableOf } from '../../digest/table-of.js';
import { focusOf } from './model.js';
import type { Model } from './model.js';
import { MORE_PANELS, PANELS } from './panels.js';
import type { PanelName, TablePanel } from './panels.js';

/** Of `MORE_PANELS`, those with keys to show; one that has the focus stays, though a filter may have left it none. */
export const seenMore = (model: Model): TablePanel[] =>
  MORE_PANELS.filter((panel) => tableOf(model.picture.live.stats.digest, panel).size > 0 || focusOf(model) === panel);

/** All panels that can be gone to, in the order in which Tab goes through them. */
export function seenPanels(model: Model): PanelName[] {
  const more = seenMore(model);
  const hidden: readonly PanelName[] = MORE_PANELS.filter((panel) => !more.includes(panel));
  return PANELS.filter((panel) => !hidden.includes(panel));
}
