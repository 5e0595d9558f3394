import type { Progress } from '../source-event.js';
import { openCopies } from './truncated-copies.js';
import { TrackedFiles } from './tracked-files.js';
import type { Noted } from './tracked-files.js';
import type { FileOnDisk, Inode } from '../file/file-id.js';
import { fits } from '../file/fingerprint.js';
import { FollowedLogs } from './followed-logs.js';
import { LogLocation } from './log-location.js';
import { beginningOf, holds, isBeginningOf, isDeleted } from '../file/file-contents.js';
import { LogFile } from '../file/log-file.js';
import { fileAt, pathHolds } from '../file/named-file.js';
import { LineTimes } from './older-lines.js';
import type { LatestTime } from './older-lines.js';
import { openSiblings } from './open-rotated.js';
import type { Opening } from './open-rotated.js';
import { beginBehindEdited, beginBehindShared } from './begin-behind.js';
import { copiedSoFar } from './edited-copy.js';
import { resumeFiles } from './resume-files.js';
import type { Resumed } from './resume-files.js';
import type { Sibling } from './rotated-files.js';

/**
 * The files that are, and were, under one name: those being read, and those that are not to be read. It opens and
 * closes files; others read them.
 */
export class Lineage {
  readonly home: LogLocation;
  /** Whether the name has referred to nothing for longer than a rotation takes. */
  isGone = false;
  /** Whether a message said that the name refers to nothing readable. */
  isAwaited = false;
  /** Whether the name refers to a file that another log reads. */
  isShared = false;
  /** The file that it shares, or last shared, in this way. */
  private shared: LogFile | undefined;
  private readonly family: TrackedFiles;
  private readonly times: LineTimes | undefined;
  /** Whether the siblings present at first have been recorded. */
  private isNoted = false;

  constructor(
    readonly path: string,
    private readonly followed = new FollowedLogs(),
    latestTime?: LatestTime,
  ) {
    this.times = latestTime && new LineTimes(latestTime);
    this.home = new LogLocation(path);
    this.family = new TrackedFiles(path, followed);
  }

  /** The file that the name refers to, or referred to last; undefined if none has been read here yet. */
  get current(): LogFile | undefined {
    return this.family.current;
  }

  /** The state needed to resume after a restart. */
  get progress(): Progress {
    const { positions, known } = this.family;
    return { home: this.home.path, positions, known: known.list };
  }

  /**
   * The file that the name refers to now.
   *
   * @throws the system's error, and an error of its own for anything but a regular file
   */
  nameNow(): FileOnDisk {
    return fileAt(this.path);
  }

  fileOf(inode: Inode): LogFile | undefined {
    return this.family.fileOf(inode);
  }

  /** The path of another log that reads the file of the name now; undefined when there is none. */
  readerOf(named: FileOnDisk): string | undefined {
    return this.followed.readerOf(this.path, named, (position) => pathHolds(this.path, position));
  }

  /**
   * Opens the file that the name refers to now: at its first byte, or where its reading stopped before.
   *
   * @throws the system's error
   */
  openCurrent(): { readonly file: LogFile; readonly isNew: boolean; readonly isRewritten: boolean } {
    const opened = LogFile.open(this.path);
    const file = this.fileOf(opened.inode);
    if (file !== undefined) {
      opened.close();
      this.keepCurrent(file);
      return { file, isNew: false, isRewritten: false };
    }
    const before = this.family.named;
    const { shared } = this;
    const home = this.home.path;
    this.keepCurrent(opened);
    this.take(opened);
    // A redirected link leads to other lines.
    const isRewritten =
      opened.offset === 0 &&
      this.home.path === home &&
      (beginBehindEdited(opened, before, this.home) || beginBehindShared(opened, shared, this.home));
    return { file: opened, isNew: true, isRewritten };
  }

  /** The name refers to a file that another log reads. */
  share(named: FileOnDisk): void {
    this.isShared = true;
    this.shared = this.followed.fileRead(named) ?? this.shared;
  }

  /**
   * The present size of a file that may become a copy of the name's previous file; undefined when the name refers to
   * anything else.
   */
  copiedSoFar(): number | undefined {
    const before = this.family.named ?? this.shared;
    return before === undefined || before.isClosed ? undefined : copiedSoFar(before, this.path, this.home);
  }

  /** The name refers to a file that is being read: it has kept it, or come back to it. */
  keepCurrent(file: LogFile): void {
    this.isShared = false;
    this.shared = undefined;
    if (file === this.current) return;
    this.family.current = file;
    this.findHome();
  }

  /**
   * Records the present siblings as not to be read, as they came while the name kept its file. Leaves out those made
   * before that file: they had the name before it, and are still to be read. Records none when the file has been
   * truncated: copies of its old contents may be among them.
   */
  noteSiblings(): Noted {
    const file = this.family.named;
    const isTruncated = file !== undefined && file.head.length > 0 && !fits(beginningOf(file), file.head);
    return isTruncated ? { hasChanged: false, areMissed: false } : this.noteOthers();
  }

  private noteOthers(): Noted {
    const siblings = this.home.tryToList();
    if (siblings === undefined || !this.isStable()) return { hasChanged: false, areMissed: false };
    this.isNoted = true;
    return this.family.note(siblings);
  }

  /** Opens the siblings that were never read, the oldest first: each had the name for a while. */
  openUnread(): Opening {
    return this.open((sibling) => this.isNoted || this.family.isMissed(sibling));
  }

  /**
   * Opens, while the name keeps its file, the unread siblings made before it: the listing of a folder that is changing
   * may lack some of its files.
   */
  openMissed(): Opening {
    return this.open((sibling) => this.family.isMissed(sibling));
  }

  /**
   * Opens the siblings that came while nobody watched, though the name has kept its file: copies of its contents before
   * a truncation. Copies of its present contents are left alone.
   */
  openMeanwhile(): Opening {
    const current = this.family.named;
    return this.open(
      () => true,
      (file) => current !== undefined && isBeginningOf(file, current),
    );
  }

  /**
   * Resumes another run: opens the files that it had open.
   *
   * @throws the system's error when no more files can be opened
   */
  resume(progress: Progress): Resumed {
    this.isNoted = true;
    const { path, home, family, followed } = this;
    return resumeFiles({ path, home, family, followed, take: (file, position) => this.take(file, position) }, progress);
  }

  /**
   * Opens the files that hold a file's contents from before its truncation: the copy made of it, at the offset up to
   * which it was read, and the later copies, the oldest first; they are read before it. If none of it has been read,
   * opens all siblings that came since its reading began.
   */
  openCopies(file: LogFile): LogFile[] {
    const listYoung = (): Sibling[] => {
      const others = (this.home.tryToList() ?? []).filter((sibling) => !this.family.isRead(sibling));
      return others.filter((sibling) => this.family.known.mayBeYounger(sibling.file, file));
    };
    const copies = openCopies(
      file,
      listYoung,
      file === this.current,
      (...opened) => this.family.isCopy(...opened),
      (sibling) => this.family.known.note(sibling),
    );
    this.family.addBefore(copies, file);
    this.noteOthers();
    file.rank = this.family.known.begin();
    return copies;
  }

  /** Opens the copies of the named file that were made before any of it was read, and it was truncated. */
  openCopiesOfBlank(): LogFile[] {
    const file = this.family.named;
    return file?.isBlank === true && file.isTouched() ? this.openCopies(file) : [];
  }

  /** Reads a truncated file from its first byte. */
  restart(file: LogFile): void {
    file.restart();
  }

  /** Closes a file that is no longer read. */
  leave(file: LogFile): void {
    if (!file.isClosed) this.family.leave(file);
  }

  /** Whether another file has the name by now, or both the name and the file are gone. */
  isSuperseded(file: LogFile): boolean {
    return this.isShared || file !== this.current || (this.isGone && isDeleted(file));
  }

  close(): void {
    this.family.close();
  }

  /** Begins to read a file: where its reading stopped, or else at its first byte. */
  private take(file: LogFile, position = this.family.placeIn(file)): LogFile {
    if (position !== undefined && holds(file, position)) file.resume(position);
    this.family.add(file);
    return file;
  }

  /** If the name is a link that was redirected, the files beside the new target are not to be read. */
  private findHome(): void {
    if (!this.home.find()) return;
    for (const sibling of this.home.tryToList() ?? [])
      if (this.family.isUnread(sibling)) this.family.known.note(sibling);
  }

  private isOlder(file: LogFile): boolean {
    return this.times?.isOlder(file, this.family.open) === true;
  }

  private isStable(): boolean {
    try {
      return this.current?.has(this.nameNow()) ?? true;
    } catch {
      return false;
    }
  }

  private open(
    isCandidate: (sibling: Sibling) => boolean,
    isPresent: (file: LogFile) => boolean = () => false,
  ): Opening {
    const opening = openSiblings(
      () => this.home.list().filter((sibling) => this.family.isUnread(sibling) && isCandidate(sibling)),
      (file, sibling, others) => !isPresent(file) && !this.family.isCopy(file, sibling, others) && !this.isOlder(file),
      (sibling) => this.family.known.note(sibling),
    );
    for (const file of opening.files) this.take(file);
    this.family.putNamedLast();
    return opening;
  }
}
