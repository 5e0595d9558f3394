import { parseFilter } from '../../format/filter/filter.js';
import { cut } from '../../text/cell.js';
import { escapeText } from '../../text/escape.js';
import type { Model } from '../model/model.js';
import type { ScreenTheme } from '../draw/screen-theme.js';
import { widthOf } from '../../text/width.js';

/**
 * Each key with its action, shortened by a word or a letter where there is little room; the least important first to
 * go.
 */
const KEYS: readonly { readonly key: string; readonly does: string; readonly short: string; readonly rank: number }[] =
  [
    { key: '←↓↑→ Tab', does: 'panel', short: 'Tab:next', rank: 3 },
    { key: 'Enter', does: 'open', short: 'Ret:open', rank: 4 },
    { key: 's', does: 'sort', short: 's:sort', rank: 5 },
    { key: '/', does: 'filter', short: '/:filter', rank: 2 },
    { key: 'Space', does: 'freeze', short: 'Spc:hold', rank: 6 },
    { key: '+-', does: 'threshold', short: '+-:limit', rank: 7 },
    { key: 't', does: 'time', short: 't:time', rank: 9 },
    { key: 'e', does: 'export', short: 'e:save', rank: 8 },
    { key: '?', does: 'keys', short: '?:keys', rank: 1 },
    { key: 'q', does: 'quit', short: 'q:quit', rank: 0 },
  ];

const FILTER_HINT = 'status:5xx host:10.0. path:/api agent:bot !text';

/** The last line: the keys, or the filter being typed. */
export function bottomLine({ controls, size: { columns } }: Model, theme: ScreenTheme): string {
  if (controls.draft === undefined) return keysLine(columns, theme);
  const { text } = controls.draft;
  const parsed = parseFilter(text);
  const hint = 'fault' in parsed ? parsed.fault : text === '' ? `like ${FILTER_HINT}` : 'Enter keep · Esc undo';
  const typed = `/${escapeText(text)}`;
  // The reason for a faulty filter is worth half the line.
  const least = 'fault' in parsed ? Math.min(widthOf(hint) + 4, Math.floor(columns / 2)) : 1;
  const shown = cutStart(typed, columns - least);
  const room = columns - widthOf(shown) - 4;
  const paint = 'fault' in parsed ? theme.error : theme.dim;
  return `${theme.prompt(shown)}${theme.prompt('_')}${room > 0 ? `  ${paint(cut(hint, room))}` : ''}`;
}

/** Keeps the end, where the user types. */
function cutStart(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const characters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  while (characters.length > 0 && 1 + widthOf(characters.join('')) > width) characters.shift();
  return `…${characters.join('')}`;
}

function keysLine(columns: number, { accent }: ScreenTheme): string {
  const long = KEYS.map(({ key, does }) => `${accent(key)} ${does}`).join('  ');
  if (widthOf(long) <= columns) return long;
  let kept = KEYS;
  const lineOf = (keys: typeof KEYS): string => keys.map(({ short }) => short).join(' ');
  while (kept.length > 1 && widthOf(lineOf(kept)) > columns) {
    const last = Math.max(...kept.map(({ rank }) => rank));
    kept = kept.filter(({ rank }) => rank < last);
  }
  return lineOf(kept).replace(/(\S+?):/g, (_, key: string) => `${accent(key)}:`);
}
