import { WHOLE_LIMIT } from './byte-writer.js';

/** The kind of bytes being read, for messages. */
export interface Subject {
  readonly name: string;
  /** The remedy when they are damaged; omitted if the caller gives it. */
  readonly advice?: string;
}

const DIGEST: Subject = { name: 'digest', advice: 'make it again from its log' };

/**
 * Reads numbers and text from bytes, one behind the other, as `ByteWriter` wrote them. Throws a RangeError that names
 * the byte and the part for input that it cannot have written.
 */
export class ByteReader {
  /** The part being read, for messages. */
  part = '';
  private readonly view: DataView;
  private end: number;

  /** @param at offset of the first byte to read */
  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
    private readonly subject: Subject = DIGEST,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.end = bytes.length;
  }

  /** Number of unread bytes: within `sized`, of these. */
  get left(): number {
    return this.end - this.at;
  }

  byte(): number {
    if (this.at >= this.end) this.fail('it ends too early');
    return this.bytes[this.at++] ?? 0;
  }

  word(): number {
    return this.view.getUint32(this.skip(4), true);
  }

  double(): number {
    return this.view.getFloat64(this.skip(8), true);
  }

  /** Reads a number that is neither infinite nor NaN. */
  finite(): number {
    const value = this.double();
    if (!Number.isFinite(value)) this.fail(`${value} is no finite number`);
    return value;
  }

  /** Reads a boolean. */
  flag(): boolean {
    const byte = this.byte();
    if (byte > 1) this.fail(`${byte} is neither yes nor no`);
    return byte === 1;
  }

  /** Reads a whole number from `least` to `most`. */
  whole(least = 0, most = WHOLE_LIMIT): number {
    let byte = this.byte();
    let value = byte & 0x7f;
    for (let unit = 128; byte >= 0x80; unit *= 128) {
      if (unit >= WHOLE_LIMIT) this.fail('a number has no end');
      byte = this.byte();
      if (byte === 0) this.fail('a number is longer than it needs to be');
      const sum = value + (byte & 0x7f) * unit;
      if (sum % unit !== value) this.fail('a number has more digits than can be kept');
      value = sum;
    }
    if (value < least || value > most) this.fail(`the number ${value} is not within ${least} and ${most}`);
    return value;
  }

  signed(): number {
    const sign = this.byte();
    if (sign > 1) this.fail(`${sign} is no sign`);
    return sign === 0 ? this.whole(0, Number.MAX_SAFE_INTEGER) : -this.whole(1, Number.MAX_SAFE_INTEGER);
  }

  /** Reads a number of things that need `bytesEach` or more, so that no more of them are expected than there can be. */
  count(bytesEach: number): number {
    const count = this.whole();
    if (count * bytesEach > this.left) this.fail(`${count} entries cannot be in the ${this.left} bytes that are left`);
    return count;
  }

  text(): string {
    return Array.from({ length: this.count(1) }, () => String.fromCharCode(this.whole(0, 0xffff))).join('');
  }

  /** Reads `count` bytes; they stay part of the input. */
  raw(count: number): Uint8Array {
    const from = this.skip(count);
    return this.bytes.subarray(from, from + count);
  }

  /** Reads bytes preceded by their number: `read` sees no others, and must read all of them. */
  sized<T>(read: (from: this) => T): T {
    const size = this.count(1);
    const outer = this.end;
    this.end = this.at + size;
    const content = read(this);
    if (this.left > 0) this.fail(`${this.left} bytes are left over`);
    this.end = outer;
    return content;
  }

  /** @throws RangeError always, with the error, its place, and the remedy */
  fail(what: string): never {
    const where = `at byte ${this.at} of ${this.bytes.length}${this.part === '' ? '' : ` (${this.part})`}`;
    const { name, advice } = this.subject;
    throw new RangeError(`The ${name} is damaged ${where}: ${what}${advice === undefined ? '' : `; ${advice}`}`);
  }

  private skip(count: number): number {
    if (count > this.left) this.fail('it ends too early');
    this.at += count;
    return this.at - count;
  }
}
