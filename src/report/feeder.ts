import type { Digest } from '../digest/digest.js';
import { foldOverlong } from '../engine/engine.js';
import type { Engine } from '../engine/engine.js';

const NEWLINE = 0x0a;

/**
 * Feeds an engine with bytes that come in pieces: whole lines are folded, and the line that is not ended yet waits at the
 * front of the engine's input. Bytes may be read straight into `room`, so that none is copied.
 */
export class Feeder {
  private waiting = 0;
  /** The line that waits has filled the input: it is passed over up to its end. */
  private isSkipping = false;

  constructor(
    private readonly engine: Engine,
    private readonly source: string,
    private readonly digest: Digest,
  ) {}

  /** Where the next bytes are to be put. It has room for one byte at least. */
  get room(): Buffer {
    // The last byte is kept for the newline of a line that has none.
    return this.engine.input.subarray(this.waiting, -1);
  }

  /** Says that so many bytes have been put into `room`. */
  filled(length: number): void {
    const { engine } = this;
    let [from, to] = [0, this.waiting + length];
    if (this.isSkipping) {
      const newline = engine.input.subarray(0, to).indexOf(NEWLINE);
      if (newline === -1) {
        this.waiting = 0;
        return;
      }
      this.isSkipping = false;
      from = newline + 1;
    }
    const end = engine.input.subarray(0, to).lastIndexOf(NEWLINE) + 1;
    if (end > from) {
      engine.foldInput(from, end, this.source, this.digest);
      from = end;
    } else if (from === 0 && to === engine.input.length - 1) {
      foldOverlong(this.digest, 1, this.source);
      this.isSkipping = true;
      to = 0;
    }
    engine.input.copyWithin(0, from, to);
    this.waiting = to - from;
  }

  /** Feeds bytes that lie elsewhere. */
  push(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length;) {
      const { room } = this;
      const part = bytes.subarray(from, from + room.length);
      room.set(part);
      this.filled(part.length);
      from += part.length;
    }
  }

  /** The bytes have ended: what waits is a line too, and the engine's counts go into the digest. */
  end(): void {
    if (this.waiting > 0 && !this.isSkipping) {
      this.engine.input[this.waiting] = NEWLINE;
      this.engine.foldInput(0, this.waiting + 1, this.source, this.digest);
    }
    this.waiting = 0;
    this.isSkipping = false;
    this.engine.take(this.source, this.digest);
  }
}
