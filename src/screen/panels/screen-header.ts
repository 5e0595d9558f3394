import type { SourceState } from '../../monitor/sources/source-states.js';
import { isOn } from '../../monitor/alerts/incidents.js';
import { cut } from '../../text/cell.js';
import { escapeText } from '../../text/escape.js';
import type { Cell } from '../../text/grid.js';
import { listItems, paintLine } from '../../text/line.js';
import { formatClock } from '../../text/time.js';
import { formatBytes, formatCount, formatDuration } from '../../text/units.js';
import type { Look } from '../draw/display.js';
import { focusOf } from '../model/model.js';
import type { Model } from '../model/model.js';
import type { ScreenTheme } from '../draw/screen-theme.js';
import { widthOf } from '../../text/width.js';

/** In bytes: at 200,000 lines a second, this much comes in some 20 ms. */
export const SHOWN_LAG = 1024 * 1024;

/** The two lines at the top: the state of the program, and that of its files, or a message. */
export function header(model: Model, message: string | undefined, look: Look): string[] {
  const { columns } = model.size;
  return [
    stateLine(model, columns, look),
    message === undefined ? filesLine(model, columns, look.theme) : look.theme.warning(cut(message, columns)),
  ];
}

function stateLine({ picture, latest, controls }: Model, width: number, { theme, utc, begun }: Look): string {
  const { live } = picture;
  const clock = `${formatClock(live.at, utc)}${utc ? ' UTC' : ''}`;
  const room = width - clock.length - 1;
  // A frozen screen names the filter of its picture.
  const filter = controls.isFrozen ? picture.filter : controls.filter;
  const badges = [
    // Also while the picture is frozen.
    ...(latest.alerts.incidents.some(isOn) ? [{ text: ' HIGH TRAFFIC ', paint: theme.alert }] : []),
    ...(controls.isFrozen ? [{ text: ' FROZEN ', paint: theme.badge }] : []),
    ...(filter === '' ? [] : [{ text: ` filter ${escapeText(filter)} `, paint: theme.badge }]),
  ];
  const hits = `${formatCount(live.total.hits)} ${live.total.hits === 1 ? 'hit' : 'hits'}`;
  const reach = picture.filter === '' ? 0 : live.at - live.total.from;
  const facts = [
    `up ${formatDuration(Math.max(0, live.at - begun))}`,
    reach > 0 ? `${hits} in ${formatDuration(reach)}` : hits,
    ...(live.total.unparsed > 0 ? [`${formatCount(live.total.unparsed)} unparsed`] : []),
  ];
  const pieces: Cell[] = [
    { text: 'rxmon', paint: theme.accent },
    ...badges.flatMap((badge) => [{ text: ' ' }, badge]),
    { text: `  ${facts.join(' · ')}` },
  ];
  const line = paintLine(pieces, room);
  return `${line}${' '.repeat(Math.max(1, width - widthOf(line) - clock.length))}${theme.heading(clock)}`;
}

/** Files with a problem come first, so that they are seen however many there are. */
function filesLine(model: Model, width: number, theme: ScreenTheme): string {
  const { sources } = model.picture;
  const marker = focusOf(model) === 'files' ? '▸ ' : '';
  const sorted = [...sources].sort((a, b) => Number(isWell(a)) - Number(isWell(b)));
  const items = sorted.map((source) => `${signOf(source)} ${shortName(source.source)} ${stateOf(source)}`);
  const room = width - marker.length;
  const all = listItems(items, room);
  // With many files, their number says more than the names of some.
  const summary = `${formatCount(sources.length)} files · `;
  const some = all.endsWith('…') ? summary + listItems(items, room - summary.length) : all;
  const text = some.endsWith('· …') && !some.includes(items[0] ?? '') ? cut(items.join(' · '), room) : some;
  const paint = sources.every(isWell) ? theme.dim : theme.warning;
  return theme.accent(marker) + paint(text);
}

const isWell = ({ state, lag }: SourceState): boolean => state === 'following' && lag < SHOWN_LAG;

/** The sign of a state, readable without colour. */
export function signOf({ state, lag }: SourceState): string {
  if (state === 'following') return lag < SHOWN_LAG ? '●' : '▲';
  return state === 'waiting' ? '○' : '◌';
}

/** `following, combined`, `lagging 12.3 MB, combined`, `waiting`. */
export function stateOf({ state, lag, format }: SourceState): string {
  const shown = state === 'following' && lag >= SHOWN_LAG ? `lagging ${formatBytes(lag)}` : state;
  return format === undefined ? shown : `${shown}, ${format}`;
}

const shortName = (path: string): string =>
  path === '-' ? 'standard input' : escapeText(path.slice(path.lastIndexOf('/') + 1));
