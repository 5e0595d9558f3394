/** Texts that every terminal and reader takes literally: most keys are plain, and cost one test. */
const PLAIN = /^[ -~]*$/;

/**
 * A sequence of well-formed UTF-8 of two to four bytes, one character a byte. Source: The Unicode Standard, table 3-7.
 */
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

/** Scripts whose letters change with the joiners between them, by their codes in ISO 15924. */
const JOINING_SCRIPTS = 'Arab Syrc Nkoo Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Khmr Mymr'.split(' ');
const JOINING = `[${JOINING_SCRIPTS.map((script) => `\\p{Script=${script}}`).join('')}]`;

/** Invisible characters that belong to visible ones: in an emoji, and between letters that join. */
const SHAPING = `\\p{RGI_Emoji}|(?<=${JOINING})[\\u200c\\u200d](?=${JOINING})`;

/**
 * Characters that nobody sees, or that make a text look like another, out of order or shorter than it is: C1, halves of
 * surrogate pairs, noncharacters, blanks other than the space, line and paragraph separators, and all that Unicode lets
 * a display ignore: marks of direction, joiners, selectors of variants, tags, soft hyphens, fillers.
 */
const UNSEEN = [
  '\\x80-\\x9f\\p{Surrogate}\\p{Noncharacter_Code_Point}',
  '[\\p{Space_Separator}--[\\x20]]\\u2800\\p{Line_Separator}\\p{Paragraph_Separator}',
  '\\p{Default_Ignorable_Code_Point}\\ufff9-\\ufffb',
].join('');

// Strings, since TypeScript knows the flag `v` from ES2024 on only. In this order, as an emoji goes before its parts.
const HIDDEN = new RegExp(`${SHAPING}|([\\0-\\x1f\\x7f])|([${UNSEEN}])`, 'gv');

/** A byte of a path that is not UTF-8: see `path-bytes.ts`. */
const BYTE = /[\udc80-\udcff]/u;

/**
 * Escapes the bytes of a log for display: read as UTF-8, with each byte that is not UTF-8 and each control character as
 * `\xNN`, each C1 control and each character that is invisible or turns the direction as `\u{NNNN}`.
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

/**
 * The same for an ordinary string, like a path in a message, where halves of surrogate pairs stand for bytes that are
 * not UTF-8.
 */
export function escapeText(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(HIDDEN, (shown, control: string | undefined, unseen: string | undefined) => {
    if (control !== undefined) return `\\x${hex(control, 2)}`;
    if (unseen === undefined) return shown;
    return BYTE.test(unseen) ? `\\x${hex(unseen, 4).slice(2)}` : `\\u{${hex(unseen, 4)}}`;
  });
}

/** One well-formed sequence of two to four bytes as its character. */
function decode(sequence: string): string {
  const lead = sequence.charCodeAt(0) & (0x7f >> sequence.length);
  let codePoint = lead;
  for (let i = 1; i < sequence.length; i++) codePoint = (codePoint << 6) | (sequence.charCodeAt(i) & 0x3f);
  return String.fromCodePoint(codePoint);
}

const hex = (character: string, digits: number): string =>
  (character.codePointAt(0) ?? 0).toString(16).padStart(digits, '0');
