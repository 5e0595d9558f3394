const ESC = '\x1b';

/** Kitty's: the character, perhaps its form with Shift, the modifiers and whether it is pressed, perhaps its text. */
const KITTY = /^\x1b+\[(\d+)(?::(\d*))?(?::\d*)?(?:;(\d+)?(?::(\d+))?)?(?:;[\d:]*)?u$/;
/** XTerm's. */
const MODIFY_OTHER_KEYS = /^\x1b+\[27;(\d+);(\d+)~$/;

const SHIFT = 1;
const ALT = 2;
const CTRL = 4;
const IS_RELEASED = 3;
/** Kitty gives keys without a character numbers of the private use area. */
const IS_CHARACTER = (code: number): boolean => code > 0 && (code < 0xe000 || code > 0xf8ff) && code <= 0x10ffff;

/**
 * The bytes that a key used to send, one character a byte, for the sequence that names it by number; undefined for
 * other sequences, and for keys without a character. A terminal sends these when an earlier program left it in that
 * mode.
 *
 * Sources: kitty, Comprehensive keyboard handling in terminals; XTerm Control Sequences, modifyOtherKeys.
 */
export function numberedKey(sequence: string): string | undefined {
  const kitty = KITTY.exec(sequence);
  if (kitty !== null) {
    const [, code, shifted, modifiers, event] = kitty;
    return Number(event) === IS_RELEASED ? undefined : bytesOf(Number(code), Number(modifiers ?? 1), Number(shifted));
  }
  const [, modifiers, code] = MODIFY_OTHER_KEYS.exec(sequence) ?? [];
  return code === undefined ? undefined : bytesOf(Number(code), Number(modifiers));
}

/** @param modifiers one more than the sum of the modifiers held down */
function bytesOf(code: number, modifiers: number, shifted = 0): string | undefined {
  if (!IS_CHARACTER(code)) return undefined;
  const held = modifiers - 1;
  const prefix = (held & ALT) === 0 ? '' : ESC;
  if (code === 0x09 && (held & SHIFT) !== 0) return `${ESC}[Z`;
  const character = String.fromCodePoint(code);
  if ((held & CTRL) !== 0) return /^[@-_a-z]$/.test(character) ? prefix + String.fromCodePoint(code & 0x1f) : undefined;
  const withShift = shifted > 0 && IS_CHARACTER(shifted) ? String.fromCodePoint(shifted) : character.toUpperCase();
  return prefix + Buffer.from((held & SHIFT) === 0 ? character : withShift, 'utf8').toString('latin1');
}
