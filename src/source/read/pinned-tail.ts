import { EventEmitter } from 'node:events';
import { read } from 'node:fs';
import { bytesAt, extended, fits } from '../file/fingerprint.js';
import type { LogFile } from '../file/log-file.js';
import { ChangeEvents } from './change-events.js';

/** As much as a stream of Node reads at once; a thousand files may each have a block in flight. */
const BLOCK_BYTES = 64 * 1024;
/** How many bytes before the offset decide, with the beginning, whether the bytes behind it were appended. */
const SEAM_BYTES = 64;

/**
 * Reads what is added to an open file, whatever its name refers to later: by its descriptor, which needs neither a name, nor
 * a permission, nor another descriptor.
 *
 * It passes bytes on only when the file still begins as it did, and still has the same bytes before the offset: this
 * distinguishes a rewritten file from an appended one, even if the size is the same or has grown.
 *
 * Events: `changed` and `deaf`, see `ChangeEvents`; `bytes` with the bytes read (Uint8Array); `end` when everything there
 * has been read; `truncated` with the number of bytes that were seen but not read, after which it rests; `failed` with the
 * error when it could not be looked at or read, which the next `look` retries.
 */
export class PinnedTail extends EventEmitter {
  private readonly changes: ChangeEvents;
  private offset: number;
  /** The bytes before the offset. */
  private seam: Uint8Array = new Uint8Array(0);
  private isBegun = false;
  /** The largest size seen, and the largest size known to be one of the contents being read. */
  private size = 0;
  private sureSize = 0;
  /** When the file was last written to, in nanoseconds, and how many looks ago that time was first seen. */
  private mtime = -1n;
  private looksSince = 0;
  private isReading = false;
  private isOver = false;

  constructor(private readonly file: LogFile) {
    super();
    this.offset = file.offset;
    this.changes = new ChangeEvents(`/dev/fd/${file.fd}`);
    for (const name of ['changed', 'deaf']) this.changes.on(name, () => this.emit(name));
  }

  /** Emits changes from now on; says whether it can, see `ChangeEvents`, and not when it is over. */
  listen(): boolean {
    return !this.isOver && this.changes.listen();
  }

  /** Emits no changes any more. */
  rest(): void {
    this.changes.rest();
  }

  /** Reads the bytes added since the last look. */
  look(): void {
    if (this.isReading || this.isOver) return;
    this.looksSince++;
    this.readOn();
  }

  unsubscribe(): void {
    this.isOver = true;
    this.rest();
  }

  private readOn(): void {
    try {
      this.begin();
      const { size, isTouched } = this.lookAtFile();
      this.size = Math.max(this.size, size);
      if (size < this.offset || (isTouched && size === this.offset && !this.isSame())) this.truncated(size);
      else if (size > this.offset) this.readBlockOf(size);
      else this.emit('end');
    } catch (error) {
      this.emit('failed', error);
    }
  }

  /** Runs at the first look, as it may fail and be retried. */
  private begin(): void {
    if (this.isBegun) return;
    this.seam = bytesAt(this.file.fd, Math.max(0, this.offset - SEAM_BYTES), this.offset);
    this.isBegun = true;
  }

  /**
   * The size, and whether the file may have been written to since the last look. Its time advances in steps of some
   * milliseconds, so the look after the first one at a new time must not trust it.
   */
  private lookAtFile(): { size: number; isTouched: boolean } {
    const { size, mtime } = this.file.stat();
    if (mtime !== this.mtime) this.looksSince = 0;
    this.mtime = mtime;
    return { size, isTouched: this.looksSince < 2 };
  }

  /** Whether the bytes read before the offset are still there; if none were read, whether the bytes seen may still be. */
  private isSame(): boolean {
    const { file, offset, seam } = this;
    if (offset === 0 && file.stat().size < this.size) return false;
    return (
      (file.head.length === 0 || fits(bytesAt(file.fd, 0, file.head.length), file.head)) &&
      Buffer.compare(bytesAt(file.fd, offset - seam.length, offset), seam) === 0
    );
  }

  private readBlockOf(size: number): void {
    const bytes = Buffer.allocUnsafe(Math.min(BLOCK_BYTES, size - this.offset));
    this.isReading = true;
    read(this.file.fd, bytes, 0, bytes.length, this.offset, (error, count) => {
      this.isReading = false;
      if (this.isOver) return;
      if (error !== null) this.emit('failed', error);
      // It was cut short meanwhile; or it has a size but no bytes, as some files of the system have.
      else if (count === 0) this.emit('end');
      else this.take(bytes.subarray(0, count));
    });
  }

  private take(bytes: Buffer): void {
    try {
      if (!this.isSame()) {
        this.truncated(this.file.stat().size);
        return;
      }
    } catch (error) {
      this.emit('failed', error);
      return;
    }
    this.pass(bytes);
    // The consumer of the bytes may have unsubscribed.
    if (!this.isOver) this.readOn();
  }

  private pass(bytes: Buffer): void {
    const { file } = this;
    file.head = extended(file.head, this.offset, bytes);
    this.offset += bytes.length;
    this.seam = Buffer.concat([this.seam, bytes.subarray(-SEAM_BYTES)]).subarray(-SEAM_BYTES);
    this.sureSize = this.size;
    file.lag = Math.max(0, this.size - this.offset);
    this.emit('bytes', bytes);
  }

  /** @param size its current size: a larger one seen before was the size of the destroyed contents */
  private truncated(size: number): void {
    this.isOver = true;
    this.rest();
    this.emit('truncated', Math.max(0, (this.size > size ? this.size : this.sureSize) - this.offset));
  }
}
