import { closeSync, fstatSync } from 'node:fs';
import { basename } from 'node:path';
import { Tail } from 'tail';
import type { Block } from 'tail';

/** A block that is being read cannot be called back, so that this much may still be read after unsubscribing. */
const MAX_BLOCK_BYTES = 1024 * 1024;

/**
 * A `Tail` of an open file rather than of a name: whatever the name refers to later, it goes on with the file that was
 * opened. It is given the file as `/dev/fd/N`, which is watched and read like the file itself.
 *
 * Events: `changed` when the file may have grown or shrunk, `bytes` with what was read (Uint8Array), `failed` with the
 * error when it could not be looked at or read; what could not be read is read again on the next `look`.
 */
export class PinnedTail extends Tail {
  /** The block that bytes came from last, and the offset behind them. */
  private block: Block | undefined;
  private offset = 0;
  /** A block that was asked for before a truncation: what it still reads is not what was there. */
  private stale: Block | undefined;

  /**
   * @param fd of a regular file that is open for reading; it is closed by `unsubscribe`
   * @param fromStart whether to read what the file already holds
   */
  constructor(fd: number, fromStart: boolean) {
    super(`/dev/fd/${fd}`, { separator: null, encoding: 'latin1', fromBeginning: fromStart });
    this.on('line', (text: string) => {
      this.pass(text);
    });
    this.on('error', (error: Error) => {
      this.resume();
      this.emit('failed', error);
    });
  }

  /**
   * Reads what has been added since the last look; after a truncation, from the start.
   *
   * @returns whether the file was truncated
   */
  look(): boolean {
    try {
      const size = this.latestPosition();
      const isTruncated = size < this.currentCursorPos;
      if (isTruncated) {
        this.stale = this.queue[0];
        this.queue.length = Math.min(this.queue.length, 1);
        this.currentCursorPos = 0;
      }
      this.readUpTo(size);
      return isTruncated;
    } catch (error) {
      this.emit('failed', error);
      return false;
    }
  }

  unsubscribe(): void {
    this.unwatch();
    closeSync(this.fd());
  }

  /** By descriptor, as a look must neither need a name nor another descriptor. */
  protected override latestPosition(): number {
    return fstatSync(this.fd()).size;
  }

  protected override change(): void {
    this.readUpTo(this.latestPosition());
  }

  /** Where watching is impossible (no watches are left, or the file system has none), regular looks must do. */
  protected override watch(startingCursor: number, flush: boolean): void {
    try {
      super.watch(startingCursor, flush);
      this.watcher?.on('error', () => this.watcher?.close());
    } catch {
      // What is there has been asked for by then.
    }
  }

  /** Leaves it to the owner when to look, so that a thousand writes a second are not a thousand reads. */
  protected override watchEvent(): void {
    this.emit('changed');
  }

  private fd(): number {
    return Number(basename(this.filename));
  }

  private readUpTo(size: number): void {
    const isIdle = this.queue.length === 0;
    while (this.currentCursorPos < size) {
      const start = this.currentCursorPos;
      this.currentCursorPos = Math.min(start + MAX_BLOCK_BYTES, size);
      this.queue.push({ start, end: this.currentCursorPos });
    }
    if (isIdle) this.readBlock();
  }

  private pass(text: string): void {
    const block = this.queue[0];
    if (block !== this.block) {
      this.block = block;
      this.offset = block?.start ?? 0;
    }
    this.offset += text.length;
    if (block === undefined || block !== this.stale) this.emit('bytes', Buffer.from(text, 'latin1'));
  }

  /** A block failed, and with it `tail` would wait forever: forget what was asked for, and ask again from there. */
  private resume(): void {
    const [failed, next] = this.queue;
    if (failed === undefined) return;
    if (failed === this.stale) this.currentCursorPos = next?.start ?? this.currentCursorPos;
    else this.currentCursorPos = failed === this.block ? this.offset : failed.start;
    this.queue = [];
  }
}
