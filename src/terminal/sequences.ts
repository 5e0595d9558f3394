import { numberedKey } from './numbered-key.js';
import { sevenBit } from './seven-bit.js';

const ESC = '\x1b';

// Tried one after the other, where no string has begun.
const TEXT = /[^\x1b\x03]+/y;
const CTRL_C = /\x03/y;
const MOUSE = /\x1b+(?:\[<\d+;\d+;\d+[Mm]|\[M[ -\xff]{3})/y;
/** Some sequences of the Linux console and of rxvt do not follow the standard. */
const SEQUENCE = /\x1b+(?:\[(?!M)(?:\[[A-E]|\d+\$|[0-?]*[ -/]*[@-Z\\-~])|O\d?[@-~])/y;
const UNFINISHED = /\x1b+(?:O\d?|\[(?:\[|[0-?]*[ -/]*|M[ -\xff]{0,2}))?$/y;
/** DCS, SOS, OSC, PM and APC. */
const STRING = /\x1b+[PX\]^_]/y;
/** Escape, and a control that nobody means to press with Alt. */
const ESCAPES = /\x1b+(?=[\0-\x07\x0b\x0c\x0e-\x1a\x1c-\x1f])/y;
const WITH_ALT = /\x1b+[^\x1b[O]/y;
const BROKEN = /\x1b+(?:O\d?|\[[M[]?[0-?]*[ -/]*)?/y;

/** Sequences sent by keys, as far as Node's parser knows them. */
const KEY = /^\x1b+(?:\[(?:\d{1,2}(?:;\d)?[~^$]|\d{3}~|(?:1;)?\d?[A-FHPQSZ]|[Ra-e]|\[[A-E])|O\d?[A-Za-z])$/;

const MAX_HELD = 64;
/** A byte that ends a string without belonging to it: a key, or the beginning of a sequence. */
const IS_BEHIND = /^[\x03\x18\x1a\x1b]$/;

/**
 * Splits the input of a terminal into texts, sequences of keys and of the mouse, and Escapes; it keeps an unfinished
 * one.
 *
 * Replies of a terminal to queries, of this program or of one before it, are not keys and are left out: sequences that
 * no key sends, and all strings. Ctrl-C ends anything unfinished.
 *
 * Texts have one character a byte. Sources: ECMA-48, 5.4 and 5.6; XTerm Control Sequences.
 */
export class Sequences {
  private readonly write = sevenBit();
  private held = '';
  /** The end of the current string, or of a sequence too long for a key. */
  private end: RegExp | undefined;
  /** The number of strings, and of sequences too long for a key, that have begun. */
  begun = 0;

  /** The kind of the unfinished part. */
  get unfinished(): 'reply' | 'sequence' | undefined {
    if (this.end !== undefined) return 'reply';
    return this.held === '' ? undefined : 'sequence';
  }

  /** The parts completed by these bytes. */
  take(bytes: string): string[] {
    const text = this.held + this.write(bytes);
    const whole: string[] = [];
    this.held = '';
    for (let at = 0; at < text.length;) {
      at = this.end === undefined ? this.takeAt(text, at, whole) : this.takeString(text, at, this.end);
    }
    return whole;
  }

  /** Gives up an unfinished sequence; returns its Escapes, if it consists of nothing else. */
  release(): string[] {
    const escapes = this.end === undefined && /^\x1b*$/.test(this.held) ? Array.from(this.held) : [];
    this.held = '';
    this.end = undefined;
    return escapes;
  }

  /** Takes the part that begins there; returns the place after it. */
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
      // The end of an abandoned string.
      if (!withAlt.endsWith('\\')) whole.push(withAlt);
      return at + withAlt.length;
    }
    return at + (is(BROKEN)?.length ?? 1);
  }

  /** Keeps no more than a key may need, so that an endless sequence is not scanned again and again. */
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
