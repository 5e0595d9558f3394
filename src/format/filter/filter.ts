import { COUNTED } from '../../digest/dimensions.js';
import type { KeyField, Matching } from '../../digest/dimensions.js';
import { wordsOf } from './filter-words.js';
import type { Letter } from './filter-words.js';

/** The possible fields of a term; `line` is the whole line as written, without its end. */
export type FilterField = KeyField | 'line';

/** How the value of a term is compared with each field. */
export const MATCHING = {
  ...Object.fromEntries(COUNTED.map(({ field, match }) => [field, match])),
  line: { isPrefix: false, isCaseless: true },
} as Readonly<Record<FilterField, Matching>>;

/** The words for fields that may begin a term. */
export const FILTER_WORDS: readonly KeyField[] = COUNTED.map(({ field }) => field);

/** One condition on a hit. */
export interface Term {
  readonly field: FilterField;
  /** Whether the term is negated: hits that fail it pass. */
  readonly isNot: boolean;
  /** The texts before, between and behind the stars, compared as bytes of UTF-8; in a status, `x` is any digit. */
  readonly parts: readonly string[];
}

/** The conditions for counting a hit: all terms must fit it. Without terms, every line is counted. */
export interface Filter {
  readonly terms: readonly Term[];
}

/** The error in the text of a filter, and the remedy. */
export interface FilterFault {
  readonly fault: string;
}

export const MAX_TERMS = 16;
/** The maximum length of a value in bytes of UTF-8, without its stars. */
export const MAX_VALUE_BYTES = 256;
export const MAX_STARS = 8;

/** The field of each word, including an alternative spelling. */
const FIELDS: ReadonlyMap<string, FilterField> = new Map([
  ...FILTER_WORDS.map((word) => [word, word] as const),
  ['referer', 'referrer'],
]);

/** Schemes before the `://` of an address; never taken for a misspelt field name while the text is being typed. */
const SCHEMES = ['http', 'https', 'ws', 'wss', 'ftp'];
const fieldPattern = /^([a-z]+):(.*)$/isu;
const addressPattern = /^[0-9a-f:.*]*$/iu;
const statusPattern = /^(-|[0-9x]{0,3})$/iu;
const starredStatusPattern = /^[-0-9x*]*$/iu;

/**
 * Parses a filter: terms separated by blanks, all of which must fit.
 *
 * - `status:404`, `status:40x`, `status:5`: `x` is any digit
 * - `host:10.0.`, `path:/api` (the path without query), `section:/api`, `user:ann`, `method:post`: its beginning
 * - `agent:bot`, `referrer:google`: any part of it
 * - any other dimension whose keys the lines hold, by its field: see `DIMENSIONS`, which also says how it is compared
 * - any other word: any part of the line, as written
 * - `!term` or `-term`: must not fit
 *
 * `*` stands for any bytes; in front, it allows the value anywhere. Upper and lower case (ASCII) are the same in words,
 * and in fields such as methods, agents and referrers. Double quotes keep blanks, and make `!`, `-` and `name:` plain
 * text; a backslash makes a quote, a star, a blank or a backslash plain text. Unfinished input asks for nothing: a term
 * without a value, or with stars alone. An open quote ends with the text.
 *
 * A word of letters before a colon is the name of a field, and an error when unknown, rather than a text that no line
 * holds; times, ports behind numbers and dots, IPv6 addresses and URLs are text.
 */
export function parseFilter(text: string): Filter | FilterFault {
  const terms: Term[] = [];
  for (const word of wordsOf(text)) {
    const term = termOf(word);
    if (typeof term === 'string') return { fault: term };
    // Stars alone count as no value.
    if (term.parts.some((part) => part !== '')) terms.push(term);
  }
  if (terms.length > MAX_TERMS) return { fault: `${terms.length} terms are too many: use ${MAX_TERMS} at most` };
  return { terms };
}

/** The term of a word, or its error. */
function termOf(word: readonly Letter[]): Term | string {
  const isNot = word[0]?.isPlain === true && (word[0].text === '!' || word[0].text === '-');
  const letters = isNot ? word.slice(1) : word;
  const [name, value] = namedOf(letters);
  const field = name === undefined ? 'line' : FIELDS.get(name.toLowerCase());
  const shown = textOf(letters);
  if (field === undefined) {
    return `"${name}" is no field: use ${FILTER_WORDS.join(', ')}; or put text into quotes, "${shown}"`;
  }
  const parts = partsOf(value);
  if (field === 'status' && !isStatus(parts)) {
    return `"${shown}" is no status: use digits, x for any digit, like 404, 40x or 5xx`;
  }
  const bytes = new TextEncoder().encode(parts.join('')).length;
  if (bytes > MAX_VALUE_BYTES) return `a term of ${bytes} bytes is too long: use ${MAX_VALUE_BYTES} at most`;
  if (parts.length - 1 > MAX_STARS) return `"${shown}" has ${parts.length - 1} stars: use ${MAX_STARS} at most`;
  return { field, isNot, parts };
}

/** The name before the first colon, undefined when the whole is text, and the rest behind it. */
function namedOf(letters: readonly Letter[]): [name: string | undefined, value: readonly Letter[]] {
  const quoted = letters.findIndex(({ isPlain }) => !isPlain);
  const plain = textOf(letters.slice(0, quoted === -1 ? letters.length : quoted));
  const [, name, behind = ''] = fieldPattern.exec(plain) ?? [];
  if (name === undefined) return [undefined, letters];
  const isText = SCHEMES.includes(name.toLowerCase()) || behind.startsWith('//') || addressPattern.test(plain);
  return isText ? [undefined, letters] : [name, letters.slice(name.length + 1)];
}

const textOf = (letters: readonly Letter[]): string => letters.map(({ text }) => text).join('');

/** The texts between the stars; several in a row count as one. */
function partsOf(letters: readonly Letter[]): string[] {
  const parts = [''];
  letters.forEach(({ text, isStar }, i) => {
    if (!isStar) parts.push((parts.pop() ?? '') + text);
    else if (i === 0 || letters[i - 1]?.isStar === false) parts.push('');
  });
  return parts;
}

function isStatus(parts: readonly string[]): boolean {
  const text = parts.join('*');
  return text.includes('*') ? starredStatusPattern.test(text) : statusPattern.test(text);
}
