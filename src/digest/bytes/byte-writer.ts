/** The upper limit of numbers, exclusive: they are written in at most ten groups of 7 bits. */
export const WHOLE_LIMIT = 2 ** 70;

const TWO_TO_28 = 2 ** 28;

/** Writes numbers and text as bytes, one behind the other. `ByteReader` is its inverse. */
export class ByteWriter {
  private bytes = new Uint8Array(1024);
  private view = new DataView(this.bytes.buffer);
  private length = 0;

  byte(value: number): void {
    this.makeRoom(1);
    this.bytes[this.length++] = value;
  }

  /** Writes a boolean. */
  flag(value: boolean): void {
    this.byte(value ? 1 : 0);
  }

  /** Writes four bytes, the lowest first. */
  word(value: number): void {
    this.makeRoom(4);
    this.view.setUint32(this.length, value, true);
    this.length += 4;
  }

  /** Writes a number of any kind, in eight bytes. */
  double(value: number): void {
    this.makeRoom(8);
    this.view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  /**
   * Writes a whole number of 0 or more in groups of 7 bits, the lowest first: a byte up to 127, two up to 16,383, and
   * so on.
   *
   * @throws RangeError when it is not a whole number, is negative, or is 2^70 or more
   */
  whole(value: number): void {
    this.makeRoom(10);
    let rest = value;
    if (value >>> 0 !== value || value >= TWO_TO_28) {
      if (!(Number.isInteger(value) && value >= 0 && value < WHOLE_LIMIT))
        throw new RangeError(`${value} is not a count that a digest can hold`);
      // Bit operations handle 32 bits only, and division takes long.
      for (; rest >= TWO_TO_28; rest = Math.floor(rest / 128)) this.bytes[this.length++] = (rest % 128) | 0x80;
    }
    for (; rest >= 0x80; rest >>>= 7) this.bytes[this.length++] = (rest & 0x7f) | 0x80;
    this.bytes[this.length++] = rest;
  }

  /** Writes a whole number, negative or not. */
  signed(value: number): void {
    this.byte(value < 0 ? 1 : 0);
    this.whole(Math.abs(value));
  }

  /** Writes any text, with its length. */
  text(value: string): void {
    this.whole(value.length);
    for (let i = 0; i < value.length; i++) this.whole(value.charCodeAt(i));
  }

  /**
   * Writes the characters from `from` on, a byte each, without their number.
   *
   * @throws RangeError when one is not a byte
   */
  latin1(value: string, from: number): void {
    this.makeRoom(value.length - from);
    let bits = 0;
    for (let i = from; i < value.length; i++) {
      const code = value.charCodeAt(i);
      bits |= code;
      this.bytes[this.length++] = code;
    }
    if (bits > 0xff) throw new RangeError(`The key ${JSON.stringify(value)} has characters that are no bytes`);
  }

  raw(bytes: Uint8Array): void {
    this.makeRoom(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Writes bytes preceded by their number. */
  sized(write: (to: ByteWriter) => void): void {
    const from = this.length;
    write(this);
    const to = this.length;
    this.whole(to - from);
    // The number is known last and comes first.
    const size = this.bytes.slice(to, this.length);
    this.bytes.copyWithin(from + size.length, from, to);
    this.bytes.set(size, from);
  }

  /** All bytes written. */
  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  private makeRoom(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const bytes = new Uint8Array(2 * (this.length + count));
    bytes.set(this.bytes);
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }
}
