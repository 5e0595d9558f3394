import type { Key } from '../../terminal/input.js';

/** The number of rows that the wheel of a mouse moves. */
export const WHEEL_ROWS = 3;

/** The number of rows by which a key scrolls, given the rows of a page; undefined for keys that do not scroll. */
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
