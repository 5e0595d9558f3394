import { isTooSmall, opened, overview } from './panel-layout.js';
import type { Place, Rectangle } from './panel-layout.js';
import { focusOf } from '../model/model.js';
import type { Model } from '../model/model.js';
import type { PanelName } from '../model/panels.js';
import { seenMore } from '../model/seen-panels.js';

/** A panel on screen, with the panels whose place it has. */
export interface Shown extends Place {
  readonly panel: PanelName;
}

/** The panels on screen and their places; none on a screen that is too small. */
export function shownPanels(model: Model): Shown[] {
  const { size, controls } = model;
  if (isTooSmall(size)) return [];
  const places = overview(size, seenMore(model));
  const focus = focusOf(model);
  // An opened panel takes all but the header and the bottom.
  const kept = controls.isOpen ? [...places.slice(0, 1), opened(focus, size)] : places;
  return kept.map((place) => ({ ...place, panel: panelAt(place, model) }));
}

/** The panel of a place that had the focus last. */
function panelAt({ panels }: Place, { focused }: Model): PanelName {
  return focused.find((panel) => panels.includes(panel)) ?? panels[0] ?? 'sections';
}

export function placeOf(panel: PanelName, shown: readonly Shown[]): Shown | undefined {
  // The files have two places when they are opened.
  return shown.findLast((place) => place.panel === panel);
}

/** The panel at a character of the screen. */
export function panelUnder(column: number, row: number, shown: readonly Shown[]): PanelName | undefined {
  return shown.find(
    (place) =>
      column >= place.column &&
      column < place.column + place.width &&
      row >= place.row &&
      row < place.row + place.height,
  )?.panel;
}

export type Direction = 'up' | 'down' | 'left' | 'right';

/** The panel that lies next to another in a direction; undefined at the edge. */
export function neighbour(panel: PanelName, direction: Direction, shown: readonly Shown[]): PanelName | undefined {
  const from = placeOf(panel, shown);
  if (from === undefined) return undefined;
  const isAlong = direction === 'left' || direction === 'right';
  return shown
    .filter((place) => distance(from, place, direction) >= 0 && overlap(from, place, isAlong) > 0)
    .sort(
      (a, b) =>
        distance(from, a, direction) - distance(from, b, direction) ||
        overlap(from, b, isAlong) - overlap(from, a, isAlong),
    )
    .at(0)?.panel;
}

/** The distance of the near edge of a place from that of another; negative when it lies on another side. */
function distance(from: Rectangle, to: Rectangle, direction: Direction): number {
  switch (direction) {
    case 'up':
      return from.row - (to.row + to.height);
    case 'down':
      return to.row - (from.row + from.height);
    case 'left':
      return from.column - (to.column + to.width);
    case 'right':
      return to.column - (from.column + from.width);
  }
}

/** The number of characters along which two places lie beside each other, or one above the other. */
function overlap(a: Rectangle, b: Rectangle, isAlong: boolean): number {
  const [start, length] = isAlong ? (['row', 'height'] as const) : (['column', 'width'] as const);
  return Math.min(a[start] + a[length], b[start] + b[length]) - Math.max(a[start], b[start]);
}
