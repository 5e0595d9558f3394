import type { Position } from '../source-event.js';
import type { Inode } from '../file/file-id.js';
import { fits, headOf } from '../file/fingerprint.js';
import type { FollowedLogs } from './followed-logs.js';
import {
  areTelling,
  beginningOf,
  contentSize,
  isBeginningOf,
  holdsBeginning,
  isDeleted,
} from '../file/file-contents.js';
import { siblingHolds } from './open-sibling.js';
import { KnownFiles } from './known-files.js';
import type { LogFile } from '../file/log-file.js';
import type { Sibling } from './rotated-files.js';

/** The result of recording siblings as not to be read. */
export interface Noted {
  /** Whether some had not been recorded before. */
  readonly hasChanged: boolean;
  /** Whether some are still to be read. */
  readonly areMissed: boolean;
}

/**
 * The files of one name that are being read, and the files beside them that are not to be read. Decides from these
 * whether a sibling is still to be read, or a copy. Opens no files.
 */
export class TrackedFiles {
  /** The file that the name refers to, or referred to last. */
  current: LogFile | undefined;
  readonly known = new KnownFiles();
  /** The files being read, in reading order. */
  private files: readonly LogFile[] = [];
  /** When the first file read was made, in nanoseconds since 1970. */
  private firstBirth: bigint | undefined;

  constructor(
    private readonly path: string,
    private readonly followed: FollowedLogs,
  ) {}

  get positions(): Position[] {
    return this.files.map(positionOf);
  }

  get open(): readonly LogFile[] {
    return this.files;
  }

  /** The file that has the name; undefined unless it is being read. */
  get named(): LogFile | undefined {
    return this.files.find((file) => file === this.current);
  }

  /** The file with an inode, if it is being read. */
  fileOf(inode: Inode): LogFile | undefined {
    return this.files.find((file) => file.has(inode));
  }

  /** Starts a file. */
  add(file: LogFile): void {
    this.begin(file);
    this.files = [...this.files, file];
    this.firstBirth ??= file.birth;
  }

  /** Starts copies of a file's earlier contents, in front of it. */
  addBefore(copies: readonly LogFile[], file: LogFile): void {
    for (const copy of copies) this.begin(copy);
    this.files = this.files.flatMap((other) => (other === file ? [...copies, file] : [other]));
  }

  /** Moves the file that has the name to the end: all others had the name before it. */
  putNamedLast(): void {
    const { named } = this;
    if (named !== undefined) this.files = [...this.files.filter((file) => file !== named), named];
  }

  /** Closes a file that is no longer read. */
  leave(file: LogFile): void {
    this.files = this.files.filter((other) => other !== file);
    this.known.leave(file);
    this.followed.end(this.path, file);
    file.close();
  }

  close(): void {
    for (const file of this.files) {
      this.followed.end(this.path, file);
      file.close();
    }
    this.files = [];
  }

  /** Records siblings as not to be read, unless they are being read or were missed; forgets those that are gone. */
  note(siblings: readonly Sibling[]): Noted {
    const others = siblings.filter((sibling) => !this.isRead(sibling));
    const strange = others.filter((sibling) => !(this.isUnread(sibling) && this.isMissed(sibling)));
    const news = strange.filter((sibling) => this.known.note(sibling));
    this.known.forgetGone(new Set(siblings.map(({ file }) => file)));
    return { hasChanged: news.length > 0, areMissed: strange.length < others.length };
  }

  /** Whether it is being read, here or by another log. */
  isRead(sibling: Sibling): boolean {
    return (
      this.fileOf(sibling) !== undefined ||
      this.followed.readerOf(this.path, sibling, (position) => siblingHolds(sibling, position)) !== undefined
    );
  }

  isUnread(sibling: Sibling): boolean {
    if (this.isRead(sibling)) return false;
    if (this.known.has(sibling)) return this.known.isLost(sibling.file);
    return this.followed.placeIn(this.path, sibling, (position) => siblingHolds(sibling, position)) === undefined;
  }

  /** How far a file had been read when it was closed, here or by another log; undefined if it was not. */
  placeIn(file: LogFile): Position | undefined {
    this.known.recognize(file);
    return (
      this.known.placeIn(file.id) ??
      this.followed.placeIn(this.path, file.onDisk, (position) => holdsBeginning(file, position))
    );
  }

  /** Whether a sibling was made after the first file that was read, and before the one that has the name now. */
  isMissed({ birth }: Sibling): boolean {
    // Times advance in steps of some milliseconds, so successive files may have the same.
    if (this.current === undefined || this.firstBirth === undefined) return false;
    // Some file systems have no time of birth.
    return birth > 0n && birth >= this.firstBirth && birth <= this.current.birth;
  }

  /** Whether a file beside the log is a copy, packed or not, of lines that have been read or are not to be read. */
  isCopy(file: LogFile, { isGzip, isNumbered }: Sibling, others: readonly LogFile[] = []): boolean {
    const beginning = beginningOf(file);
    const isTelling = areTelling(beginning);
    if (!isGzip && isNumbered)
      return this.files.some((open) => isPastOf(beginning, open) || (isTelling && isBeginningOf(file, open)));
    // A copy of a file that was empty may become one of another.
    if (!isNumbered && beginning.length === 0) return true;
    const size = contentSize(file);
    const isOf = (open: LogFile): boolean => {
      if (!isGzip) return isBeginningOf(file, open) || isPastOf(beginning, open);
      // It may have been truncated, which only shows when it is read.
      if (!fits(beginning, open.head) && !fits(beginning, headOf(beginningOf(open)))) return false;
      // Two logs of the same second may begin with the same lines, but will hardly have the same size too. A file that
      // was packed and then deleted may still be written to.
      const openSize = contentSize(open);
      return openSize === size || ((isTelling || isDeleted(open)) && openSize > size);
    };
    return [...this.files, ...others].some(isOf) || this.known.hasOriginalOf(file, isNumbered);
  }

  private begin(file: LogFile): void {
    this.known.forget(file.id);
    this.followed.begin(this.path, file);
    file.rank = this.known.begin();
    // It may be truncated, or need recognition, before any of it is read.
    if (file.head.length === 0) file.head = headOf(beginningOf(file));
  }
}

/** Includes the beginning of the file even if none of it has been read: it may need to be recognised. */
function positionOf(file: LogFile): Position {
  const { position } = file;
  return position.head.length > 0 ? position : { ...position, head: headOf(beginningOf(file)) };
}

/**
 * Whether a file that begins so is a copy of another one's contents before a truncation: the reading of that one
 * handles it.
 */
const isPastOf = (beginning: Uint8Array, file: LogFile): boolean =>
  fits(beginning, file.head) && !fits(beginningOf(file), file.head);
