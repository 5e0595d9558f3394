/** What a terminal or a reader would take for text as it is: most keys are this, and cost one test. */
const PLAIN = /^[ -~]*$/;

/** A sequence of well-formed UTF-8 of two to four bytes, one character a byte. Source: The Unicode Standard, table 3-7. */
const SEQUENCE = [
  '[\\xc2-\\xdf][\\x80-\\xbf]',
  '\\xe0[\\xa0-\\xbf][\\x80-\\xbf]',
  '[\\xe1-\\xec\\xee\\xef][\\x80-\\xbf]{2}',
  '\\xed[\\x80-\\x9f][\\x80-\\xbf]',
  '\\xf0[\\x90-\\xbf][\\x80-\\xbf]{2}',
  '[\\xf1-\\xf3][\\x80-\\xbf]{3}',
  '\\xf4[\\x80-\\x8f][\\x80-\\xbf]{2}',
].join('|');
const BEYOND_ASCII = new RegExp(`(${SEQUENCE})|[\\x80-\\xff]`, 'g');

/** C0 and DEL; C1, zero-width space, direction, separators, byte order mark, and surrogates that stand alone. */
const HIDDEN = /([\0-\x1f\x7f])|[\x80-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\p{Surrogate}]/gu;

/**
 * The text that may be shown for the bytes of a log: read as UTF-8, each byte that is no UTF-8 and each control
 * character as `\xNN`, each C1 control and each character that is invisible or turns the direction as `\u{NNNN}`.
 *
 * @param key one character a byte
 */
export function escapeKey(key: string): string {
  if (PLAIN.test(key)) return key;
  return escapeText(
    key.replace(BEYOND_ASCII, (bytes, sequence: string | undefined) =>
      sequence === undefined ? `\\x${hex(bytes, 2)}` : decode(sequence),
    ),
  );
}

/** The same for an ordinary string, like a path in a message. */
export function escapeText(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(HIDDEN, (character, control: string | undefined) =>
    control === undefined ? `\\u{${hex(character, 4)}}` : `\\x${hex(control, 2)}`,
  );
}

/** One well-formed sequence of two to four bytes as its character. */
function decode(sequence: string): string {
  const lead = sequence.charCodeAt(0) & (0x7f >> sequence.length);
  let codePoint = lead;
  for (let i = 1; i < sequence.length; i++) codePoint = (codePoint << 6) | (sequence.charCodeAt(i) & 0x3f);
  return String.fromCodePoint(codePoint);
}

const hex = (character: string, digits: number): string => character.charCodeAt(0).toString(16).padStart(digits, '0');
