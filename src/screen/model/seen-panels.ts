import { tableOf } from '../../digest/table-of.js';
import { focusOf } from './model.js';
import type { Model } from './model.js';
import { MORE_PANELS, PANELS } from './panels.js';
import type { PanelName, TablePanel } from './panels.js';

/** The tables of `MORE_PANELS` with keys to show; a focused one stays, though a filter may have left it none. */
export const seenMore = (model: Model): TablePanel[] =>
  MORE_PANELS.filter((panel) => tableOf(model.picture.live.stats.digest, panel).size > 0 || focusOf(model) === panel);

/** All panels that can be focused, in the order of Tab. */
export function seenPanels(model: Model): PanelName[] {
  const more = seenMore(model);
  const hidden: readonly PanelName[] = MORE_PANELS.filter((panel) => !more.includes(panel));
  return PANELS.filter((panel) => !hidden.includes(panel));
}
