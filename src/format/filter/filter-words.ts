/** One character of a filter. */
export interface Letter {
  readonly text: string;
  /** Whether it is outside quotes and not behind a backslash. */
  readonly isPlain: boolean;
  /** Whether it matches any bytes. */
  readonly isStar: boolean;
}

const blankPattern = /\s/u;
/** The characters that a backslash makes literal; before any other it is a plain backslash. */
const HIDDEN = ['"', '*', '\\', ' '];

/** The words of a filter, without the quotes that kept blanks in them and the backslashes that hid a letter. */
export function wordsOf(text: string): Letter[][] {
  const letters = Array.from(text);
  const words: Letter[][] = [[]];
  let isQuoted = false;
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i] ?? '';
    const next = letters[i + 1];
    if (letter === '\\' && next !== undefined && HIDDEN.includes(next)) {
      words.at(-1)?.push({ text: next, isPlain: false, isStar: false });
      i++;
    } else if (letter === '"') {
      isQuoted = !isQuoted;
    } else if (!isQuoted && blankPattern.test(letter)) {
      words.push([]);
    } else {
      words.at(-1)?.push({ text: letter, isPlain: !isQuoted, isStar: letter === '*' });
    }
  }
  return words.filter((word) => word.length > 0);
}
