import { numberedKey } from './numbered-key.js';
import { sevenBit } from './seven-bit.js';

const ESC = '\x1b';

// Looked for one after the other, where no string has been begun.
const TEXT = /[^\x1b\x03]+/y;
const CTRL_C = /\x03/y;
const MOUSE = /\x1b+(?:\[<\d+;\d+;\d+[Mm]|\[M[ -\xff]{3})/y;
/** Some of the Linux console and of rxvt are no sequences by the standard. */
const SEQUENCE = /\x1b+(?:\[(?!M)(?:\[[A-E]|\d+\$|[0-?]*[ -/]*[@-Z\\-~])|O\d?[@-~])/y;
const UNFINISHED = /\x1b+(?:O\d?|\[(?:\[|[0-?]*[ -/]*|M[ -\xff]{0,2}))?$/y;
/** DCS, SOS, OSC, PM and APC. */
const STRING = /\x1b+[PX\]^_]/y;
/** Escape, and a control that nobody means to press with Alt. */
const ESCAPES = /\x1b+(?=[\0-\x07\x0b\x0c\x0e-\x1a\x1c-\x1f])/y;
const WITH_ALT = /\x1b+[^\x1b[O]/y;
const BROKEN = /\x1b+(?:O\d?|\[[M[]?[0-?]*[ -/]*)?/y;

/** The sequences that keys send, as far as Node's parser knows them. */
const KEY = /^\x1b+(?:\[(?:\d{1,2}(?:;\d)?[~^$]|\d{3}~|(?:1;)?\d?[A-FHPQSZ]|[Ra-e]|\[[A-E])|O\d?[A-Za-z])$/;

const MAX_HELD = 64;
/** What ends a string but is no part of it: keys, and what begins a sequence. */
const IS_BEHIND = /^[\x03\x18\x1a\x1b]$/;

/**
 * Cuts what a terminal sends into texts, sequences of keys and of the mouse, and Escapes; it keeps what is unfinished.
 *
 * What a terminal replies to a question, of this program or of one before it, is no key and is left out: sequences that no
 * key sends, and all strings. Ctrl-C ends whatever is unfinished.
 *
 * Texts have one character a byte. Sources: ECMA-48, 5.4 and 5.6; XTerm Control Sequences.
 */
export class Sequences {
  private readonly write = sevenBit();
  private held = '';
  /** What ends the string that has been begun, or the sequence that is too long for a key. */
  private end: RegExp | undefined;
  /** How many strings, and sequences that are too long for a key, have been begun. */
  begun = 0;

  /** What is unfinished. */
  get unfinished(): 'reply' | 'sequence' | undefined {
    if (this.end !== undefined) return 'reply';
    return this.held === '' ? undefined : 'sequence';
  }

  /** What is whole with these bytes. */
  take(bytes: string): string[] {
    const text = this.held + this.write(bytes);
    const whole: string[] = [];
    this.held = '';
    for (let at = 0; at < text.length;) {
      at = this.end === undefined ? this.takeAt(text, at, whole) : this.takeString(text, at, this.end);
    }
    return whole;
  }

  /** Gives up what is unfinished; what remains of it are the Escapes, where it is nothing else. */
  release(): string[] {
    const escapes = this.end === undefined && /^\x1b*$/.test(this.held) ? Array.from(this.held) : [];
    this.held = '';
    this.end = undefined;
    return escapes;
  }

  /** Takes what begins there; gives the place behind it. */
  private takeAt(text: string, at: number, whole: string[]): number {
    const is = (pattern: RegExp): string | undefined => {
      pattern.lastIndex = at;
      return pattern.exec(text)?.[0];
    };
    const plain = is(TEXT) ?? is(CTRL_C);
    if (plain !== undefined) {
      whole.push(plain);
      return at + plain.length;
    }
    const mouse = is(MOUSE);
    if (mouse !== undefined) {
      const report = mouse.lastIndexOf(`${ESC}[`);
      for (const escape of mouse.slice(0, report)) whole.push(escape);
      whole.push(mouse.slice(report));
      return at + mouse.length;
    }
    const sequence = is(SEQUENCE);
    if (sequence !== undefined) {
      const key = numberedKey(sequence) ?? (KEY.test(sequence) ? sequence : undefined);
      if (key !== undefined) whole.push(key);
      return at + sequence.length;
    }
    const unfinished = is(UNFINISHED);
    if (unfinished !== undefined) {
      this.hold(unfinished, whole);
      return text.length;
    }
    const string = is(STRING);
    if (string !== undefined) {
      // Many terminals end OSC with a bell.
      this.begun++;
      this.end = string.endsWith(']') ? /\x1b\\|[\x03\x07\x18\x1a]/g : /\x1b\\|[\x03\x18\x1a]/g;
      return at + string.length;
    }
    const escapes = is(ESCAPES);
    if (escapes !== undefined) {
      for (const escape of escapes) whole.push(escape);
      return at + escapes.length;
    }
    const withAlt = is(WITH_ALT);
    if (withAlt !== undefined) {
      // The end of a string that was given up.
      if (!withAlt.endsWith('\\')) whole.push(withAlt);
      return at + withAlt.length;
    }
    return at + (is(BROKEN)?.length ?? 1);
  }

  /** Keeps no more than a key may need, so that what never ends is not looked at again and again. */
  private hold(unfinished: string, whole: string[]): void {
    const escapes = unfinished.lastIndexOf(ESC) - 1;
    for (let i = 0; i < escapes; i++) whole.push(ESC);
    this.held = escapes > 0 ? unfinished.slice(escapes) : unfinished;
    if (this.held.length <= MAX_HELD) return;
    this.held = '';
    this.begun++;
    this.end = /[\x03\x18\x1a\x1b@-~]/g;
  }

  private takeString(text: string, at: number, end: RegExp): number {
    end.lastIndex = at;
    const found = end.exec(text);
    if (found === null) {
      if (text.endsWith(ESC)) this.held = ESC;
      return text.length;
    }
    this.end = undefined;
    return IS_BEHIND.test(found[0]) ? found.index : end.lastIndex;
  }
}
