import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import type { Fingerprint, Position } from '../source-event.js';
import { birthOf, fileId, inodeOf, isSameInode } from './file-id.js';
import type { FileOnDisk, Inode } from './file-id.js';
import { bytesAt, HEAD_BYTES, headOf, NO_HEAD } from './fingerprint.js';
import { fsPath } from '../paths/path-bytes.js';

/** A line is looked for this far back; one that is longer is passed over. */
const LOOK_BACK_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

/** A file of a log that has been opened, and how far it has been read. */
export class LogFile {
  /** Offset of the first line that has not been given, or within a line that is passed over. */
  offset = 0;
  /** Whether the line at the offset is too long, has been counted, and is passed over up to its end. */
  isSkipping = false;
  head: Fingerprint = NO_HEAD;
  /** Bytes that it holds behind those that have been read. */
  lag = 0;
  /** How many files beside it were known when it, or the life that a truncation began, began to be read. */
  rank = 0;
  /** Whether the line that it ends with goes on in the file that took its place, and is given there. */
  isContinued = false;
  isClosed = false;

  private constructor(
    readonly fd: number,
    readonly path: string,
    readonly isGzip: boolean,
    /** Its `fileId` when it was opened, which names it as long as it is. */
    readonly id: string,
    /** When it was made, in nanoseconds since 1970; 0 where that is not known. */
    readonly birth: bigint,
    /** When it was last written to, before it or its present life began to be read. */
    private mtime: bigint,
    /** Its inode when it was opened. */
    readonly inode: Inode,
    /** How many names it had at most. */
    private names: bigint,
  ) {}

  /**
   * Opens what the path refers to now, from its first byte on.
   *
   * @throws the system's error, EISDIR also for a folder, and one that says so for what is no regular file
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

  /** Whether nothing of it has been read or is known. */
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
   * Whether this open file has the inode. It is looked up each time, as a copy between the layers of an overlay file system
   * may give it another one.
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

  /** Whether it has been written to since it, or its present life, began to be read; not when that cannot be told. */
  isTouched(): boolean {
    return this.mtimeNow() !== this.mtime;
  }

  /** Whether it has fewer names than it had; not when that cannot be told. */
  hasLostName(): boolean {
    try {
      return fstatSync(this.fd, { bigint: true }).nlink < this.names;
    } catch {
      return false;
    }
  }

  /** Goes on where the reading of a file stopped: of this one, or of one that this is a copy of. */
  resume({ offset, isSkipping, head }: Position): this {
    this.offset = offset;
    this.isSkipping = isSkipping;
    this.head = head;
    return this;
  }

  /** Begins with the line that is not ended yet: what stands before it is not read. */
  startAtEnd(): void {
    const { size } = this.stat();
    const from = Math.max(0, size - LOOK_BACK_BYTES - 1);
    const newline = bytesAt(this.fd, from, size).lastIndexOf(NEWLINE);
    this.isSkipping = newline === -1 && from > 0;
    this.offset = newline === -1 ? (this.isSkipping ? size : 0) : from + newline + 1;
    this.head = this.headUpTo(this.offset);
  }

  /** It was truncated: begins anew. */
  restart(): void {
    this.offset = 0;
    this.isSkipping = false;
    this.head = NO_HEAD;
    this.mtime = this.mtimeNow();
  }

  /** The fingerprint of its beginning, of what stands before the offset. */
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
