/** A number's change since the interval before. */
export interface Change {
  /** `unknown` when there is nothing to compare with. */
  readonly trend: 'rise' | 'fall' | 'same' | 'new' | 'unknown';
  readonly sign: '▲' | '▼' | '';
  /** At most `CHANGE_TEXT_WIDTH` columns: `+12 %`, `−40 %`, `×12`, `new`, `=`. */
  readonly text: string;
}

export const CHANGE_TEXT_WIDTH = 6;

const UNKNOWN: Change = { trend: 'unknown', sign: '', text: '' };
const NEW: Change = { trend: 'new', sign: '▲', text: 'new' };
const SAME: Change = { trend: 'same', sign: '', text: '=' };

/**
 * The change from `before` to `now`, in whole percent; tenfold rises and more as a multiple, and less than half a
 * percent as none.
 */
export function change(now: number, before: number | undefined): Change {
  if (before === undefined) return UNKNOWN;
  if (before <= 0) return now > 0 ? NEW : SAME;
  const times = now / before;
  const percent = Math.round((times - 1) * 100);
  if (percent === 0) return SAME;
  if (percent < 0) return { trend: 'fall', sign: '▼', text: `−${now > 0 ? Math.min(99, -percent) : 100} %` };
  if (percent < 1000) return { trend: 'rise', sign: '▲', text: `+${percent} %` };
  return { trend: 'rise', sign: '▲', text: times < 999.5 ? `×${Math.round(times)}` : '×999+' };
}

/** A change with its sign and its number each in its place: `▲  +12 %`. */
export function formatChange({ sign, text }: Change): string {
  return text === '' ? '' : `${sign.padEnd(1)} ${text.padStart(CHANGE_TEXT_WIDTH)}`;
}
