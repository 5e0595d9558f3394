import type { Input, Key, Mouse, Size } from '../terminal/input.js';
import type { Controls } from './controls.js';
import { focusOf } from './model.js';
import type { Model, Picture } from './model.js';
import { isTable, PANELS, SORT_ORDERS } from './panels.js';
import type { PanelName } from './panels.js';
import { neighbour, panelUnder, placeOf, shownPanels } from './places.js';
import type { Direction } from './places.js';
import { orderOf, rowCount } from './rows.js';

/** What changes the model. */
export type Event =
  | { readonly kind: 'picture'; readonly picture: Picture }
  | { readonly kind: 'size'; readonly size: Size }
  /** With the controls as it found them, and as it left them. */
  | { readonly kind: 'input'; readonly input: Input; readonly before: Controls; readonly controls: Controls };

const WHEEL_ROWS = 3;

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  up: 'up',
  k: 'up',
  down: 'down',
  j: 'down',
  left: 'left',
  h: 'left',
  right: 'right',
  l: 'right',
};

/** The model after an event. */
export function update(model: Model, event: Event): Model {
  switch (event.kind) {
    case 'size':
      return { ...model, size: event.size };
    case 'picture': {
      const { picture: latest } = event;
      return { ...model, latest, picture: model.controls.isFrozen ? model.picture : latest };
    }
    case 'input': {
      const { input, before, controls } = event;
      const next = { ...model, controls, picture: controls.isFrozen ? model.picture : model.latest };
      // What is typed into a filter, or at the help, moves nothing.
      if (before.draft !== undefined || before.isHelp) return next;
      return input.kind === 'mouse' ? moused(next, input) : keyed(next, input);
    }
  }
}

function keyed(model: Model, { name, isCtrl, isMeta, isShift }: Key): Model {
  if (isCtrl || isMeta) return model;
  const focus = focusOf(model);
  switch (name) {
    case 'tab':
      return focusedOn(model, inTurn(focus, isShift ? -1 : 1));
    case 's':
      return sortedOn(model, focus);
    case 'pageup':
      return scrolled(model, focus, -pageOf(model, focus));
    case 'pagedown':
      return scrolled(model, focus, pageOf(model, focus));
    case 'home':
      return scrolled(model, focus, -Infinity);
    case 'end':
      return scrolled(model, focus, Infinity);
  }
  const direction = isShift ? undefined : DIRECTIONS[name];
  return direction === undefined ? model : moved(model, focus, direction);
}

/** From panel to panel; in one that has the screen for itself, from row to row. */
function moved(model: Model, focus: PanelName, direction: Direction): Model {
  if (!model.controls.isOpen) return focusedOn(model, neighbour(focus, direction, shownPanels(model)) ?? focus);
  switch (direction) {
    case 'up':
      return scrolled(model, focus, -1);
    case 'down':
      return scrolled(model, focus, 1);
    case 'left':
      return focusedOn(model, inTurn(focus, -1));
    case 'right':
      return focusedOn(model, inTurn(focus, 1));
  }
}

function moused(model: Model, { action, column, row }: Mouse): Model {
  const panel = panelUnder(column, row, shownPanels(model));
  if (panel === undefined) return model;
  if (action === 'press') return focusedOn(model, panel);
  return scrolled(model, panel, action === 'wheel up' ? -WHEEL_ROWS : WHEEL_ROWS);
}

function inTurn(panel: PanelName, by: 1 | -1): PanelName {
  return PANELS[(PANELS.indexOf(panel) + by + PANELS.length) % PANELS.length] ?? panel;
}

function focusedOn(model: Model, panel: PanelName): Model {
  return { ...model, focused: [panel, ...model.focused.filter((other) => other !== panel)] };
}

/** Orders the rows by what comes next, and shows the first of them. */
function sortedOn(model: Model, panel: PanelName): Model {
  if (!isTable(panel)) return model;
  const next = SORT_ORDERS[(SORT_ORDERS.indexOf(orderOf(model, panel)) + 1) % SORT_ORDERS.length];
  return { ...model, sorts: { ...model.sorts, [panel]: next }, scrolls: { ...model.scrolls, [panel]: 0 } };
}

function scrolled(model: Model, panel: PanelName, by: number): Model {
  // Messages may take the lower half of the panel of files.
  const page = panel === 'files' ? Math.ceil(pageOf(model, panel) / 2) : pageOf(model, panel);
  const most = Math.max(0, rowCount(model, panel) - page);
  const to = Math.min(most, Math.max(0, (model.scrolls[panel] ?? 0) + by));
  return { ...model, scrolls: { ...model.scrolls, [panel]: to } };
}

/** How many rows of a panel are seen at once, below its title. */
function pageOf(model: Model, panel: PanelName): number {
  return Math.max(1, (placeOf(panel, shownPanels(model))?.height ?? 1) - 1);
}
