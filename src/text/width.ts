import stringWidth from 'string-width';

/**
 * ASCII, Latin-1 without the soft hyphen, and our drawing characters: one column each, and they join with no other.
 * Nearly every text of a full screen consists of these. (Splitting each text into the characters that people see took
 * 60 % of the time of a frame.)
 */
const ONE_COLUMN_EACH =
  /^[ -~\xa0-\xac\xae-\xff\u2013\u2014\u2026\u2190-\u2193\u2212\u2500-\u259f\u25b2\u25b8\u25bc\u25cb\u25cc\u25cf\u2713]*$/;

const COLOURS = /\x1b\[[0-9;]*m/g;

/** Characters in the column of the one before: marks, formats, and the later letters of a syllable of Hangul. */
const NO_COLUMN = /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff\ud7b0-\ud7ff]/u;
/** Visible formats, before the digits that they belong to. */
const PREPENDED = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u;
/** Characters that join to one picture. */
const EMOJI = /[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]/u;

const segmenter = new Intl.Segmenter();

/** Whether each character of a text takes one column of the terminal. */
export const isOneColumnEach = (text: string): boolean => ONE_COLUMN_EACH.test(text);

/** Columns of the terminal that a text takes, without its colours. */
export function widthOf(text: string): number {
  const plain = text.includes('\x1b') ? text.replace(COLOURS, '') : text;
  if (isOneColumnEach(plain)) return plain.length;
  let width = 0;
  for (const { segment } of segmenter.segment(plain))
    width += EMOJI.test(segment) ? stringWidth(segment) : lettersWidth(segment);
  return width;
}

/** string-width gives several letters seen as one the width of the first; terminals add them up, as in wcwidth(3). */
function lettersWidth(cluster: string): number {
  let width = 0;
  for (const letter of cluster) width += letterWidth(letter);
  return width;
}

function letterWidth(letter: string): number {
  if (isOneColumnEach(letter) || PREPENDED.test(letter)) return 1;
  return NO_COLUMN.test(letter) ? 0 : stringWidth(letter);
}
