import { dimensionOf } from '../../digest/dimensions.js';
import { cut } from '../../text/cell.js';
import { isTable } from '../model/panels.js';
import type { PanelName, TablePanel } from '../model/panels.js';
import type { ScreenTheme } from '../draw/screen-theme.js';
import { widthOf } from '../../text/width.js';

const NAMES: Readonly<Record<Exclude<PanelName, TablePanel>, string>> = {
  files: 'Files',
  traffic: 'Traffic',
  chart: 'Hits/s',
  alerts: 'Alerts',
};

const nameOf = (panel: PanelName): string => (isTable(panel) ? dimensionOf(panel).title : NAMES[panel]);

/** The title above a panel. */
export interface Title {
  readonly panel: PanelName;
  /** All panels that share its place, itself too. */
  readonly panels: readonly PanelName[];
  readonly isFocused: boolean;
  /** More about it; default nothing. */
  readonly about?: string | undefined;
  /** The same in a word, for when there is no room for all of it. */
  readonly brief?: string | undefined;
}

/**
 * A line with the name of a panel, ruled up to its end: `─ Sections 12 ─────`, and `▸ Sections 12 ━━━━━` for the
 * focused one. The other panels of a shared place are named behind it, or counted where there is no room.
 */
export function titleLine(title: Title, width: number, theme: ScreenTheme): string {
  const { isFocused } = title;
  const texts = textsOf(title);
  const text = texts.find((text) => widthOf(text) <= width - EDGE) ?? cut(texts.at(-1) ?? '', width - EDGE);
  const rule = (isFocused ? '━' : '─').repeat(Math.max(0, width - widthOf(text) - EDGE - 1));
  const paint = isFocused ? theme.accent : theme.title;
  const line = rule === '' ? '' : ` ${(isFocused ? theme.accent : theme.rule)(rule)}`;
  return `${paint(isFocused ? '▸' : '─')} ${paint(text)}${line}`;
}

/** Columns of the terminal before the text. */
const EDGE = 2;

/** The longest first. */
function textsOf({ panel, panels, about = '', brief = '' }: Title): string[] {
  const own = `${nameOf(panel)} ${about}`.trimEnd();
  const others = panels.filter((other) => other !== panel).map(nameOf);
  return [
    ...(others.length > 0 ? [`${own} (Tab: ${others.join(', ')})`, `${own} +${others.length}`] : []),
    own,
    ...(brief === '' ? [] : [`${nameOf(panel)} ${brief}`]),
    nameOf(panel),
  ];
}
