import { cut } from '../view/cell.js';
import { paintLine } from '../view/line.js';
import type { Size } from '../terminal/input.js';
import type { ScreenTheme } from './theme.js';

const KEY_WIDTH = 14;

const LINES: readonly (readonly [keys: string, does: string])[] = [
  ['arrows, hjkl', 'go from panel to panel; in an opened one, scroll'],
  ['Tab, Shift-Tab', 'the next panel, the one before'],
  ['Enter', 'give the panel the whole screen; Enter or Esc back'],
  ['PgUp, PgDn', 'scroll the panel; Home and End; the wheel of a mouse'],
  ['s', 'sort the table by hits, bytes, errors (5xx)'],
  ['/', 'filter what is counted and shown; Esc clears it:'],
  ['', '  status:5xx status:404 host:10.0. path:/api method:POST'],
  ['', '  section: user: agent: referrer: text, * for anything'],
  ['', '  several must all fit; !host:10. leaves out'],
  ['Space', 'freeze the picture; counting goes on'],
  ['+ -', 'raise or lower the threshold of the alert'],
  ['t', 'time that tables cover: interval, window, all'],
  ['e', 'write what is shown to a JSON file in this folder'],
  ['Ctrl-L, Ctrl-Z', 'draw the screen anew; suspend'],
  ['q, Ctrl-C', 'leave; sums up the whole run'],
  ['', 'A mouse marks text while Shift is held.'],
];

/** All keys with what they do. */
export function helpLines({ columns, rows }: Size, theme: ScreenTheme): string[] {
  const lines = [
    theme.heading(cut('The keys of rxmon', columns)),
    ...LINES.map(([keys, does]) =>
      paintLine([{ text: `${keys.padEnd(KEY_WIDTH)}  `, paint: theme.accent }, { text: does }], columns),
    ),
    theme.dim(cut('Any key goes back.', columns)),
  ];
  return lines.slice(0, rows);
}
