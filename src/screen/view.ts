import { alertsPanel } from './panels/alerts-panel.js';
import { toAscii } from './draw/ascii.js';
import { bottomLine } from './panels/key-bar.js';
import { chartPanel } from './panels/chart-panel.js';
import { filesPanel } from './panels/files-panel.js';
import { header } from './panels/screen-header.js';
import { helpLines } from './draw/help-page.js';
import { isTooSmall, LEAST_SIZE } from './layout/panel-layout.js';
import type { Look } from './draw/display.js';
import type { Model } from './model/model.js';
import { isTable } from './model/panels.js';
import { shownPanels } from './layout/shown-panels.js';
import type { Shown } from './layout/shown-panels.js';
import type { Said } from './messages.js';
import { tablePanel } from './panels/table-panel.js';
import { trafficPanel } from './panels/traffic-panel.js';
import { widthOf } from '../text/width.js';
import { wrapped } from '../text/wrap.js';

/**
 * The screen as text: a line for each row of the terminal, none wider than it, without control sequences other than
 * colours.
 */
export function view(model: Model, said: Said, look: Look): string {
  const frame = linesOf(model, said, look).join('\n');
  return look.isUnicode ? frame : toAscii(frame);
}

function linesOf(model: Model, said: Said, look: Look): string[] {
  const { size, controls } = model;
  if (isTooSmall(size)) return tooSmall(model);
  if (controls.isHelp) return helpLines(size, look.theme, model.scrolls.help);
  const panels = shownPanels(model).map((place) => ({ place, lines: panelLines(place, model, said, look) }));
  const rows = Array.from({ length: size.rows - 1 }, (_, row) => rowOf(row, panels));
  return [...rows, bottomLine(model, look.theme)];
}

function panelLines(place: Shown, model: Model, said: Said, look: Look): string[] {
  const { panel } = place;
  if (isTable(panel)) return tablePanel(panel, place, model, look);
  switch (panel) {
    case 'files':
      // The place of the files at the top has no room for a list.
      return place.row > 0 ? filesPanel(place, model, said.messages, look) : header(model, said.now, look);
    case 'traffic':
      return trafficPanel(place, model, look);
    case 'chart':
      return chartPanel(place, model, look);
    case 'alerts':
      return alertsPanel(place, model, look);
  }
}

interface Drawn {
  readonly place: Shown;
  readonly lines: readonly string[];
}

/** The lines of all panels that cover a row, side by side. */
function rowOf(row: number, panels: readonly Drawn[]): string {
  let line = '';
  let width = 0;
  for (const { place, lines } of panels) {
    if (row < place.row || row >= place.row + place.height) continue;
    const text = lines[row - place.row] ?? '';
    line += ' '.repeat(Math.max(0, place.column - width)) + text;
    width = place.column + widthOf(text);
  }
  return line.trimEnd();
}

function tooSmall({ size: { columns, rows } }: Model): string[] {
  const said = [`${columns}x${rows} is too small: ${LEAST_SIZE.columns}x${LEAST_SIZE.rows} at least`, 'Ctrl-C leaves'];
  return said.flatMap((text) => wrapped(text, Math.max(1, columns))).slice(0, rows);
}
