const NOTHING = new Uint8Array(0);

/** A stream of bytes read on demand, by number or as they come; bytes can be put back. */
export class PackedBytes {
  private held: Uint8Array = NOTHING;
  private readonly pieces: AsyncIterator<Uint8Array>;

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.pieces = pieces[Symbol.asyncIterator]();
  }

  /** The next piece of bytes, of any size; undefined at the end. */
  async piece(): Promise<Uint8Array | undefined> {
    let piece = this.held;
    this.held = NOTHING;
    while (piece.length === 0) {
      const next = await this.pieces.next();
      if (next.done === true) return undefined;
      piece = next.value;
    }
    return piece;
  }

  /** Puts bytes back in front of the unread ones. */
  putBack(bytes: Uint8Array): void {
    this.held = this.held.length === 0 ? bytes : Buffer.concat([bytes, this.held]);
  }

  /** The next bytes without taking them; fewer at the end. */
  async peek(count: number): Promise<Uint8Array> {
    while (this.held.length < count) {
      const before = this.held;
      this.held = NOTHING;
      const piece = await this.piece();
      if (piece === undefined) {
        this.held = before;
        break;
      }
      this.held = before.length === 0 ? piece : Buffer.concat([before, piece]);
    }
    return this.held.subarray(0, count);
  }

  /** Reads `count` bytes; fewer at the end. */
  async take(count: number): Promise<Uint8Array> {
    const bytes = await this.peek(count);
    this.held = this.held.subarray(bytes.length);
    return bytes;
  }

  /** Skips all bytes of a value, up to the first other one or to the end; returns whether there is one. */
  async skip(value: number): Promise<boolean> {
    return this.skipTo((piece) => piece.findIndex((byte) => byte !== value));
  }

  /** Skips all bytes up to and including the next one of this value; returns whether there is one. */
  async skipPast(value: number): Promise<boolean> {
    const isThere = await this.skipTo((piece) => piece.indexOf(value));
    if (isThere) await this.take(1);
    return isThere;
  }

  private async skipTo(find: (piece: Uint8Array) => number): Promise<boolean> {
    for (;;) {
      const piece = await this.piece();
      if (piece === undefined) return false;
      const at = find(piece);
      if (at === -1) continue;
      this.putBack(piece.subarray(at));
      return true;
    }
  }

  /** Releases the source of the bytes. */
  async close(): Promise<void> {
    await this.pieces.return?.();
  }
}
