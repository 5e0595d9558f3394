import type { Key } from '../../terminal/input.js';

/** How many rows the wheel of a mouse moves. */
export const WHEEL_ROWS = 3;

/** How far a key moves what is scrolled, whose page has so many rows; undefined for keys that do not. */
export function rowsBy({ name, isCtrl, isMeta, isShift }: Key, page: number): number | undefined {
  if (isCtrl || isMeta || isShift) return undefined;
  switch (name) {
    case 'up':
    case 'k':
      return -1;
    case 'down':
    case 'j':
      return 1;
    case 'pageup':
      return -page;
    case 'pagedown':
      return page;
    case 'home':
      return -Infinity;
    case 'end':
      return Infinity;
    default:
      return undefined;
  }
}

export const isScrollKey = (key: Key): boolean => rowsBy(key, 1) !== undefined;
