const FIRST_CONTROL = 0x80;
const LAST_CONTROL = 0x9f;
/** SS3, DCS, SOS, CSI, ST, OSC, PM and APC, and their 7-bit forms; others have no use in the input of a terminal. */
const SEVEN_BIT: ReadonlyMap<number, string> = new Map(
  [0x8f, 0x90, 0x98, 0x9b, 0x9c, 0x9d, 0x9e, 0x9f].map((byte) => [byte, `\x1b${String.fromCharCode(byte - 0x40)}`]),
);

const LAST_CONTINUATION = 0xbf;
/** The first byte of U+0080 to U+00BF in UTF-8; the first 32 of these are controls. */
const LATIN = 0xc2;
/** Three bytes follow that are numbers. */
const MOUSE = '\x1b[M';

/**
 * Makes a function that replaces 8-bit controls in a terminal's bytes, like CSI, by their 7-bit forms, whether they
 * stand alone or in UTF-8. It remembers the bytes before as far as needed, wherever they are cut.
 *
 * Texts have one character a byte. Source: ECMA-35, 8.2; ECMA-48, 5.3.
 */
export function sevenBit(): (bytes: string) => string {
  /** The missing bytes of the current character: none of them is a control. */
  let lacking = 0;
  let isLatin = false;
  /** The numbers still to come. */
  let numbers = 0;
  let last = '';

  const write = (byte: number): string => {
    if (numbers > 0) {
      numbers--;
      return String.fromCharCode(byte);
    }
    const isContinuation = byte >= FIRST_CONTROL && byte <= LAST_CONTINUATION;
    const isControl = byte >= FIRST_CONTROL && byte <= LAST_CONTROL;
    const before = isLatin && !(isContinuation && isControl) ? String.fromCharCode(LATIN) : '';
    const isWithin = lacking > 0 && isContinuation;
    const isEncoded = isLatin && isContinuation && !isControl;
    isLatin = byte === LATIN;
    lacking = isWithin ? lacking - 1 : lackingAfter(byte);
    if (isLatin) return before;
    if (isControl && !isWithin && !isEncoded) return before + (SEVEN_BIT.get(byte) ?? '');
    return before + String.fromCharCode(byte);
  };

  return (bytes) => {
    let text = '';
    for (let i = 0; i < bytes.length; i++) {
      const written = write(bytes.charCodeAt(i));
      text += written;
      last = (last + written).slice(-MOUSE.length);
      if (last === MOUSE && written !== '') {
        numbers = 3;
        last = '';
      }
    }
    return text;
  };
}

function lackingAfter(byte: number): number {
  if (byte <= LATIN || byte > 0xf4) return 0;
  return byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1;
}
