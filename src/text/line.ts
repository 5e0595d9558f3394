import { cut } from './cell.js';
import type { Cell } from './grid.js';
import { widthOf } from './width.js';

const SEPARATOR = ' · ';

/** Pieces of text one after the other, cut at `width` columns of the terminal. */
export function paintLine(pieces: readonly Cell[], width: number): string {
  let room = width;
  let line = '';
  for (const { text, paint = String } of pieces) {
    const shown = cut(text, room);
    line += paint(shown);
    room -= widthOf(shown);
    if (shown !== text) break;
  }
  return line;
}

/** As many whole items as fit `width` columns, so that no number is cut: `200 1,190 · 204 10 · …`. */
export function listItems(items: readonly string[], width: number): string {
  if (width === Infinity) return items.join(SEPARATOR);
  let list = '';
  for (const [i, item] of items.entries()) {
    const longer = i === 0 ? item : list + SEPARATOR + item;
    const more = i + 1 < items.length ? `${SEPARATOR}…` : '';
    if (widthOf(longer + more) > width) return cut(list === '' ? '…' : `${list}${SEPARATOR}…`, width);
    list = longer;
  }
  return list;
}
