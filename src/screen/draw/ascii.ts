import { widthOf } from '../../text/width.js';

/** Characters beyond ASCII that the screen uses, and their replacements. Each is one column wide. */
const STAND_INS = [
  ['─╌┄┈', '-'],
  ['━═', '='],
  ['│┃║', '|'],
  ['┌┐└┘├┤┬┴┼╭╮╰╯', '+'],
  // Eight steps from little to much, without line characters, so that a column differs from the threshold across it.
  ['▁', '_'],
  ['▂', '.'],
  ['▃', ':'],
  ['▄', ';'],
  ['▅', '+'],
  ['▆', '*'],
  ['▇', '%'],
  ['█', '#'],
  ['▏', '.'],
  ['▎', ':'],
  ['▍', ';'],
  ['▌▋', '+'],
  ['▊', '*'],
  ['▉', '%'],
  ['░', '.'],
  ['▒', ':'],
  ['▓', '%'],
  ['▲△↑', '^'],
  ['▼▽↓', 'v'],
  ['▶▸▷❯›»→', '>'],
  ['≤', '<'],
  ['◀◁❮‹«←⏎↵', '<'],
  ['●◆■•✓', '*'],
  ['○◇□◌', 'o'],
  ['✗×', 'x'],
  ['…', '~'],
  ['–—−‐', '-'],
  ['·', '.'],
  ['µμ', 'u'],
  ['⚠', '!'],
  ['‘’', "'"],
  ['“”', '"'],
  ['\u00a0', ' '],
] as const;

const STAND_IN = new Map(STAND_INS.flatMap(([drawn, ascii]) => Array.from(drawn, (character) => [character, ascii])));

const IS_ASCII = /^[\x00-\x7f]*$/;
/** Colour sequences, kept apart so that no character joins with the end of one. */
const SGR = /(\x1b\[[\d;]*m)/;

const segmenter = new Intl.Segmenter();

/**
 * Converts a frame for a terminal without Unicode: our drawing characters become similar ones, all others `?` for each
 * column they take. Every line keeps its width and its colour sequences.
 */
export function toAscii(frame: string): string {
  if (IS_ASCII.test(frame)) return frame;
  return frame
    .split(SGR)
    .map((piece) => (IS_ASCII.test(piece) ? piece : pieceToAscii(piece)))
    .join('');
}

/** Goes by the characters that people see: `é` and a flag may be two code points each. */
function pieceToAscii(piece: string): string {
  return Array.from(segmenter.segment(piece), ({ segment }) => {
    if (IS_ASCII.test(segment)) return segment;
    return STAND_IN.get(segment) ?? '?'.repeat(widthOf(segment));
  }).join('');
}
