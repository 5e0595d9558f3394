import type { Digest } from '../digest/digest.js';
import type { Engine } from './engine.js';
import { foldOverlong } from './overlong.js';
import { MAX_LINE_BYTES } from '../source/source-event.js';

const NEWLINE = 0x0a;

/**
 * Feeds an engine with bytes that come in pieces: whole lines are folded, and an unfinished line waits at the front of
 * the engine's input. Bytes may be read straight into `room`, without any copy.
 */
export class Feeder {
  /** Number of waiting bytes, with no newline among them. */
  private waiting = 0;
  /** Whether the waiting line became too long: it is skipped up to its end. */
  private isSkipping = false;

  /** @param engine its input must take more than `MAX_LINE_BYTES` and a newline */
  constructor(
    private readonly engine: Engine,
    private readonly source: string,
    private readonly digest: Digest,
  ) {}

  /** The place for the next bytes. It has room for at least one byte. */
  get room(): Buffer {
    // The last byte is reserved for the newline of a line that has none.
    return this.engine.input.subarray(this.waiting, -1);
  }

  /** Folds the `length` bytes that have been put into `room`. */
  filled(length: number): void {
    const { engine, waiting } = this;
    const to = waiting + length;
    const end = waiting + engine.input.subarray(waiting, to).lastIndexOf(NEWLINE) + 1;
    if (end === waiting) {
      this.keep(0, to);
      return;
    }
    const from = this.isSkipping ? engine.input.indexOf(NEWLINE) + 1 : 0;
    this.isSkipping = false;
    engine.foldInput(from, end, this.source, this.digest);
    this.keep(end, to);
  }

  /** Feeds bytes from elsewhere. */
  push(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length;) {
      const { room } = this;
      const part = bytes.subarray(from, from + room.length);
      room.set(part);
      this.filled(part.length);
      from += part.length;
    }
  }

  /** Ends the bytes: the waiting rest is a line too, and the engine's counts go into the digest. */
  end(): void {
    if (this.waiting > 0) {
      this.engine.input[this.waiting] = NEWLINE;
      this.engine.foldInput(0, this.waiting + 1, this.source, this.digest);
    }
    this.waiting = 0;
    this.isSkipping = false;
    this.engine.take(this.source, this.digest);
  }

  /** Drops the waiting bytes when no more can be read: the line is incomplete. */
  drop(): void {
    this.waiting = 0;
  }

  /** Keeps the bytes `[from, to)`, in which no line ends, waiting for more; drops those of a line that is too long. */
  private keep(from: number, to: number): void {
    this.waiting = this.isSkipping ? 0 : to - from;
    if (this.waiting > MAX_LINE_BYTES) {
      foldOverlong(this.digest, 1, this.source);
      this.isSkipping = true;
      this.waiting = 0;
    }
    if (from > 0) this.engine.input.copyWithin(0, from, from + this.waiting);
  }
}
