import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import type { Fingerprint, Position } from '../source-event.js';
import { birthOf, fileId, inodeOf, isSameInode } from './file-id.js';
import type { FileOnDisk, Inode } from './file-id.js';
import { bytesAt, HEAD_BYTES, headOf, NO_HEAD } from './fingerprint.js';
import { fsPath } from '../paths/path-bytes.js';

/** How far back to look for the start of a line; a longer line is skipped. */
const LOOK_BACK_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

/** An open file of a log, and how far it has been read. */
export class LogFile {
  /** Offset of the first line not emitted yet, or an offset within a skipped line. */
  offset = 0;
  /** Whether the line at the offset is too long: it has been counted, and is skipped up to its end. */
  isSkipping = false;
  head: Fingerprint = NO_HEAD;
  /** Bytes still unread. */
  lag = 0;
  /** Its rank: the number of files known beside it when its reading began; renewed by a truncation. */
  rank = 0;
  /** Whether its last line goes on in the file that took its place, and is emitted there. */
  isContinued = false;
  isClosed = false;

  private constructor(
    readonly fd: number,
    readonly path: string,
    readonly isGzip: boolean,
    /** Its `fileId` when it was opened, which identifies it while it is open. */
    readonly id: string,
    /** When it was made, in nanoseconds since 1970; 0 when unknown. */
    readonly birth: bigint,
    /** When it was last written to before its reading, or that of its present life, began. */
    private mtime: bigint,
    /** Its inode when it was opened. */
    readonly inode: Inode,
    /** The largest number of names it has had. */
    private names: bigint,
  ) {}

  /**
   * Opens the file that the path refers to now, at its first byte.
   *
   * @throws the system's error, EISDIR also for a folder, and an error of its own for anything but a regular file
   */
  static open(path: string, isGzip = false): LogFile {
    const fd = openSync(fsPath(path), constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = fstatSync(fd, { bigint: true });
      if (stat.isFile()) {
        const { mtimeNs, nlink } = stat;
        return new LogFile(fd, path, isGzip, fileId(stat), birthOf(stat), mtimeNs, inodeOf(stat), nlink);
      }
      throw Object.assign(new Error(), { code: stat.isDirectory() ? 'EISDIR' : 'not a regular file' });
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  /** Whether none of it has been read or is known. */
  get isBlank(): boolean {
    return this.offset === 0 && this.head.length === 0;
  }

  get position(): Position {
    const { id: file, offset, isSkipping, head } = this;
    return { file, offset, isSkipping, head };
  }

  get onDisk(): FileOnDisk {
    return { ...this.inode, file: this.id };
  }

  /** Its `fileId` now: a copy between the layers of an overlay file system may have changed it. */
  get idNow(): string {
    try {
      return fileId(fstatSync(this.fd, { bigint: true }));
    } catch {
      return this.id;
    }
  }

  /**
   * Whether this open file has the inode. Looks it up each time, as a copy between the layers of an overlay file system
   * may change it.
   */
  has(inode: Inode): boolean {
    try {
      const stat = fstatSync(this.fd, { bigint: true });
      if (stat.nlink > this.names) this.names = stat.nlink;
      return isSameInode(inode, stat);
    } catch {
      return isSameInode(inode, this.inode);
    }
  }

  /** Its size, and when it was last written to, in nanoseconds since 1970. */
  stat(): { size: number; mtime: bigint } {
    const { size, mtimeNs } = fstatSync(this.fd, { bigint: true });
    return { size: Number(size), mtime: mtimeNs };
  }

  /** Whether it has been written to since its reading, or that of its present life, began; false when unknown. */
  isTouched(): boolean {
    return this.mtimeNow() !== this.mtime;
  }

  /** Whether it has fewer names than before; false when unknown. */
  hasLostName(): boolean {
    try {
      return fstatSync(this.fd, { bigint: true }).nlink < this.names;
    } catch {
      return false;
    }
  }

  /** Continues where the reading of a file stopped: of this one, or of the one it is a copy of. */
  resume({ offset, isSkipping, head }: Position): this {
    this.offset = offset;
    this.isSkipping = isSkipping;
    this.head = head;
    return this;
  }

  /** Starts with the line that has not ended yet, and skips everything before it. */
  startAtEnd(): void {
    const { size } = this.stat();
    const from = Math.max(0, size - LOOK_BACK_BYTES - 1);
    const newline = bytesAt(this.fd, from, size).lastIndexOf(NEWLINE);
    this.isSkipping = newline === -1 && from > 0;
    this.offset = newline === -1 ? (this.isSkipping ? size : 0) : from + newline + 1;
    this.head = this.headUpTo(this.offset);
  }

  /** Starts again from the first byte after a truncation. */
  restart(): void {
    this.offset = 0;
    this.isSkipping = false;
    this.head = NO_HEAD;
    this.mtime = this.mtimeNow();
  }

  /** The fingerprint of its beginning, of the bytes before the offset. */
  headUpTo(offset: number): Fingerprint {
    return headOf(bytesAt(this.fd, 0, Math.min(offset, HEAD_BYTES)));
  }

  private mtimeNow(): bigint {
    try {
      return this.stat().mtime;
    } catch {
      return this.mtime;
    }
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    closeSync(this.fd);
  }
}
