import { FILTER_WORDS } from '../../format/filter/filter.js';
import { cut } from '../../text/cell.js';
import { paintLine } from '../../text/line.js';
import { wrapped } from '../../text/wrap.js';
import type { Size } from '../../terminal/input.js';
import type { ScreenTheme } from './screen-theme.js';

/** Filter words that no example shows. */
const WORDS = FILTER_WORDS.filter((word) => !['status', 'host', 'path', 'method'].includes(word));

const KEY_WIDTH = 14;
const GAP = 2;

const LINES: readonly (readonly [keys: string, does: string])[] = [
  ['arrows, hjkl', 'go from panel to panel; in an opened one, scroll'],
  ['Tab, Shift-Tab', 'the next panel, the one before; +2 beside a name:'],
  ['', '  two more have the same place, and are reached so'],
  ['Enter', 'give the panel the whole screen; Enter or Esc back'],
  ['PgUp, PgDn', 'scroll the panel; Home and End; the wheel of a mouse'],
  ['s', 'sort the table by hits, bytes, errors (5xx)'],
  ['/', 'filter what is counted and shown; Esc clears it:'],
  ['', '  status:5xx status:404 host:10.0. path:/api method:POST'],
  ['', `  ${WORDS.map((word) => `${word}:`).join(' ')}`],
  ['', '  any other text; * stands for anything'],
  ['', '  several must all fit; !host:10. leaves out'],
  ['', '  It reaches back 5 minutes; alerts are of all hits.'],
  ['Space', 'freeze the picture; counting goes on. / and t end it'],
  ['+ -', 'raise or lower the threshold of the alert'],
  ['t', 'time that tables cover: interval, window, all'],
  ['e', 'write what is shown to a JSON file in this folder'],
  ['Ctrl-L, Ctrl-Z', 'draw the screen anew; suspend'],
  ['q, Ctrl-C', 'leave; sums up the whole run'],
  ['', 'A mouse marks text while Shift is held.'],
];

/** The keys and their actions: as many rows as fit, from the row scrolled to. */
export function helpLines(size: Size, theme: ScreenTheme, scrolled = 0): string[] {
  const { columns } = size;
  const rows = keyRows(size);
  const page = helpPage(size);
  const first = Math.min(scrolled, Math.max(0, rows.length - page));
  const shown = rows
    .slice(first, first + page)
    .map(([keys, does]) =>
      paintLine([{ text: keys.padEnd(KEY_WIDTH + GAP), paint: theme.accent }, { text: does }], columns),
    );
  const back =
    rows.length > page ? `↑↓ ${first + 1}–${first + shown.length} of ${rows.length} · Esc goes back` : 'Esc goes back';
  return [theme.heading(cut('The keys of rxmon', columns)), ...shown, theme.dim(cut(back, columns))];
}

/** The number of rows to scroll through. */
export const helpRows = (size: Size): number => keyRows(size).length;

/** The number of rows visible at once, between the title and the last line. */
export const helpPage = ({ rows }: Size): number => Math.max(1, rows - 2);

/** The keys with their actions, on as many rows as these take. */
const keyRows = ({ columns }: Size): (readonly [keys: string, does: string])[] =>
  LINES.flatMap(([keys, does]) =>
    wrapped(does, Math.max(1, columns - KEY_WIDTH - GAP)).map((part, i) => [i === 0 ? keys : '', part] as const),
  );
