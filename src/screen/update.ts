import type { Input, Key, Mouse, Size } from '../terminal/input.js';
import type { Controls } from './model/controls.js';
import { helpPage, helpRows } from './draw/help-page.js';
import { focusOf } from './model/model.js';
import type { Model, Picture } from './model/model.js';
import { isTable, SORT_ORDERS } from './model/panels.js';
import type { PanelName } from './model/panels.js';
import { neighbour, panelUnder, placeOf, shownPanels } from './layout/shown-panels.js';
import type { Direction } from './layout/shown-panels.js';
import { seenPanels } from './model/seen-panels.js';
import { orderOf, rowCount } from './model/table-rows.js';
import { rowsBy, WHEEL_ROWS } from './model/scrolling.js';

/** Events that change the model. */
export type Event =
  | { readonly kind: 'picture'; readonly picture: Picture }
  | { readonly kind: 'size'; readonly size: Size }
  /** With the controls before and after it. */
  | { readonly kind: 'input'; readonly input: Input; readonly before: Controls; readonly controls: Controls };

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
      if (controls.isHelp) return before.isHelp ? helpScrolled(next, input) : scrolledTo(next, 'help', 0);
      // Typing a filter, or leaving the help, moves nothing.
      if (before.draft !== undefined || before.isHelp) return next;
      if (input.kind === 'paste') return next;
      return input.kind === 'mouse' ? moused(next, input) : keyed(next, input);
    }
  }
}

function keyed(model: Model, key: Key): Model {
  const { name, isCtrl, isMeta, isShift } = key;
  if (isCtrl || isMeta) return model;
  const focus = focusOf(model);
  if (name === 'tab') return focusedOn(model, inTurn(model, isShift ? -1 : 1));
  if (name === 's') return sortedOn(model, focus);
  const direction = isShift ? undefined : DIRECTIONS[name];
  if (direction !== undefined && !model.controls.isOpen) {
    return focusedOn(model, neighbour(focus, direction, shownPanels(model)) ?? focus);
  }
  // In an opened panel, arrows go from row to row, and to the next panel.
  if (direction === 'left' || direction === 'right')
    return focusedOn(model, inTurn(model, direction === 'left' ? -1 : 1));
  const rows = rowsBy(key, pageOf(model, focus));
  return rows === undefined ? model : scrolled(model, focus, rows);
}

function helpScrolled(model: Model, input: Input): Model {
  const page = helpPage(model.size);
  const rows = input.kind === 'mouse' ? wheelRows(input) : input.kind === 'key' ? (rowsBy(input, page) ?? 0) : 0;
  return scrolledBy(model, 'help', rows, helpRows(model.size) - page);
}

function moused(model: Model, mouse: Mouse): Model {
  const { action, column, row } = mouse;
  const panel = panelUnder(column, row, shownPanels(model));
  if (panel === undefined) return model;
  return action === 'press' ? focusedOn(model, panel) : scrolled(model, panel, wheelRows(mouse));
}

const wheelRows = ({ action }: Mouse): number =>
  action === 'press' ? 0 : action === 'wheel up' ? -WHEEL_ROWS : WHEEL_ROWS;

function inTurn(model: Model, by: 1 | -1): PanelName {
  const [panels, focus] = [seenPanels(model), focusOf(model)];
  return panels[(panels.indexOf(focus) + by + panels.length) % panels.length] ?? focus;
}

function focusedOn(model: Model, panel: PanelName): Model {
  return { ...model, focused: [panel, ...model.focused.filter((other) => other !== panel)] };
}

/** Switches the rows to their next order, and shows the first of them. */
function sortedOn(model: Model, panel: PanelName): Model {
  if (!isTable(panel)) return model;
  const next = SORT_ORDERS[(SORT_ORDERS.indexOf(orderOf(model, panel)) + 1) % SORT_ORDERS.length];
  return { ...model, sorts: { ...model.sorts, [panel]: next }, scrolls: { ...model.scrolls, [panel]: 0 } };
}

function scrolled(model: Model, panel: PanelName, by: number): Model {
  // Messages may take the lower half of the panel of files.
  const page = panel === 'files' ? Math.ceil(pageOf(model, panel) / 2) : pageOf(model, panel);
  return scrolledBy(model, panel, by, rowCount(model, panel) - page);
}

/** @param most the position that shows the last rows */
function scrolledBy(model: Model, what: keyof Model['scrolls'], by: number, most: number): Model {
  // There may have been more rows, or less room, when it was scrolled to its position.
  const from = Math.min(most, model.scrolls[what] ?? 0);
  return scrolledTo(model, what, Math.min(most, from + by));
}

const scrolledTo = (model: Model, what: keyof Model['scrolls'], row: number): Model => ({
  ...model,
  scrolls: { ...model.scrolls, [what]: Math.max(0, row) },
});

/** The number of rows of a panel visible at once, below its title. */
function pageOf(model: Model, panel: PanelName): number {
  return Math.max(1, (placeOf(panel, shownPanels(model))?.height ?? 1) - 1);
}
