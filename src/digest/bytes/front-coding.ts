import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';

/** How many bytes a key shares with the one before at most: a few bytes of input never become long keys. */
const MAX_SHARED = 127;

/**
 * Writes keys in ascending order, each as its difference from the one before.
 *
 * Source: front coding, as in Witten, Moffat, Bell, Managing Gigabytes, 1999, 4.1.
 */
export class KeyWriter {
  private previous = '';

  constructor(private readonly to: ByteWriter) {}

  /** @throws RangeError when a character of the key is not a byte */
  write(key: string): void {
    const { previous, to } = this;
    const most = Math.min(MAX_SHARED, previous.length, key.length);
    let shared = 0;
    while (shared < most && key.charCodeAt(shared) === previous.charCodeAt(shared)) shared++;
    to.whole(shared);
    to.whole(key.length - shared);
    to.latin1(key, shared);
    this.previous = key;
  }
}

/** Reads the keys written by `KeyWriter`. */
export class KeyReader {
  private bytes = Buffer.alloc(256);
  private previous: string | undefined;

  constructor(private readonly from: ByteReader) {}

  /** @throws RangeError when the key does not come after the one before */
  read(): string {
    const { from, previous } = this;
    const shared = from.whole(0, Math.min(MAX_SHARED, previous?.length ?? 0));
    const added = from.raw(from.count(1));
    const isFullyShared = shared === MAX_SHARED || previous?.charCodeAt(shared) !== added[0];
    this.makeRoom(shared + added.length);
    this.bytes.set(added, shared);
    const key = this.bytes.toString('latin1', 0, shared + added.length);
    if (previous !== undefined && (!isFullyShared || key <= previous)) from.fail('its keys are out of order');
    this.previous = key;
    return key;
  }

  private makeRoom(length: number): void {
    if (length <= this.bytes.length) return;
    const bytes = Buffer.alloc(2 * length);
    bytes.set(this.bytes);
    this.bytes = bytes;
  }
}
