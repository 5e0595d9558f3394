import { bytesOf } from '../support/traffic.js';

/** Texts as an attacker, or a broken client, would put them into a log, by what they are; one character a byte. */
export const HOSTILE: Readonly<Record<string, string>> = {
  'a NUL': 'a\0b',
  'colours and a cleared screen': '\x1b[31mred\x1b[0m\x1b[2J',
  'a title for the terminal': '\x1b]0;title\x07',
  'a C1 control as a byte': '\x9b31m',
  'a C1 control in UTF-8': bytesOf('\u009b31m\u0085'),
  'a carriage return': 'good\rbad',
  'backspaces, tabs and feeds': 'a\b\bb\tc\vd\fe',
  DEL: 'a\x7fb',
  'separators of lines': bytesOf('a\u2028b\u2029c'),
  'overrides of direction': bytesOf('\u202aa\u202bb\u202cc\u202dd\u202ee'),
  'isolates of direction': bytesOf('\u2066a\u2067b\u2068c\u2069d'),
  'marks of direction': bytesOf('\u061c\u200e\u200f'),
  'a zero-width space': bytesOf('ad\u200bmin'),
  'joiners between Latin letters': bytesOf('ad\u200dm\u200cin'),
  'word joiners and invisible operators': bytesOf('a\u2060b\u2061c\u2062d\u2063e\u2064f'),
  'a byte order mark': bytesOf('\ufeffadmin'),
  'a soft hyphen': bytesOf('ad\u00admin'),
  'other blanks': bytesOf('a\u00a0b\u2003c\u3000d\u2800e'),
  fillers: bytesOf('a\u115fb\u3164c\uffa0d\u034fe\u180ef'),
  'annotations between lines': bytesOf('a\ufff9b\ufffac\ufffbd'),
  'selectors of variants': bytesOf('a\ufe0fb\ufe00c\u{e0100}d'),
  'tags that spell out a text': bytesOf('a\u{e0001}\u{e0061}\u{e0064}\u{e007f}b'),
  'music without looks': bytesOf('a\u{1d173}b\u{1d17a}c'),
  'no characters': bytesOf('a\ufffeb\uffffc\ufdd0d\u{10ffff}e'),
  'private and unassigned characters': bytesOf('\ue000\uf8ff\u{f0000}\u0378'),
  'hundreds of marks on a letter': bytesOf(`Z${'\u0316\u0301\u0489'.repeat(300)}x`),
  'marks on nothing': bytesOf(`${'\u0301'.repeat(40)}abc`),
  'wide characters': bytesOf('日本語のとても長いパスを表示するとどうなるか'.repeat(3)),
  'narrow kana and jamo': bytesOf(`ﾊﾝｶｸ${'\u1112\u1161\u11ab'.repeat(20)}${'\u1112'.repeat(30)}`),
  'characters of ambiguous width': bytesOf('§±×÷αβγ①②③─│█'),
  emoji: bytesOf('👩‍👩‍👧‍👦👍🏽🇩🇪🏳️‍🌈1️⃣❤️🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'),
  'half a flag, many times': bytesOf('🇩'.repeat(31)),
  'scripts that join': bytesOf('می‌خواهم क्षत्रिय สวัสดีชาวโลก ﷽'),
  'bytes that are no UTF-8': `${'\xff'.repeat(40)}\xfe\x80\x80\xbf`,
  'longer sequences than needed': '\xc0\xaf\xe0\x80\xaf\xf0\x80\x80\xaf',
  'surrogates in UTF-8': '\xed\xa0\x80\xed\xb0\x80',
  'sequences without their end': 'a\xe2\x82b\xf0\x9f\x98',
  'a kilobyte that ends within a character': `${'x'.repeat(1022)}${bytesOf('€€')}`,
  'a key of many kilobytes': 'x'.repeat(20_000),
  'the name of a prototype': '__proto__',
  'quotes, backslashes and markup': '\'`\\\\n$(id)</script>&amp;{"a":1}%s%n',
};

const CONTROLS = /[\0-\x09\x0b-\x1f\x7f-\x9f]/u;
const DIRECTIONS_AND_LINES = /[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;
/** Joiners, the selector of emoji and tags may stand, as parts of what is seen. */
const INVISIBLE = /(?![\u200c\u200d\ufe0f\u{e0020}-\u{e007f}])\p{Default_Ignorable_Code_Point}/u;
const NO_CHARACTERS = /[\p{Surrogate}\p{Noncharacter_Code_Point}]/u;

/** What a text holds that it must not: all that could drive a terminal, turn or break a line, or hide. */
export function harmIn(text: string): string[] {
  return [CONTROLS, DIRECTIONS_AND_LINES, INVISIBLE, NO_CHARACTERS].flatMap((harm) => {
    const found = harm.exec(text)?.[0];
    return found === undefined ? [] : [`U+${(found.codePointAt(0) ?? 0).toString(16)} in ${JSON.stringify(text)}`];
  });
}
