import { statSync } from 'node:fs';
import type { Position, Progress } from './chunk.js';
import { openCopies } from './copies.js';
import { birthOf, fileId, fits, headOf } from './fingerprint.js';
import { findOther, findSame } from './found-again.js';
import { Home } from './home.js';
import { beginningOf, contentSize, holds, isBeginningOf, isDeleted } from './kin.js';
import { KnownFiles } from './known-files.js';
import { LogFile } from './log-file.js';
import { openSiblings } from './opening.js';
import type { Opening } from './opening.js';
import type { Sibling } from './siblings.js';

/** What came of taking up what another run left. */
export interface Resumed {
  readonly files: readonly { readonly file: LogFile; readonly how: 'resumed' | 'copied' | 'restarted' }[];
  readonly lost: readonly Position[];
}

/**
 * The files that are, and were, under one name: which of them are being read, and which are not to be read. It opens
 * files and closes them; to read them is left to others.
 */
export class Lineage {
  /** The file that the name refers to, or referred to last. */
  current: string | undefined;
  readonly home: Home;
  /** Whether the name refers to nothing, and has for longer than a rotation takes. */
  isGone = false;
  /** Files that are being read, in the order in which they are. */
  private files: LogFile[] = [];
  private readonly known = new KnownFiles();
  /** Whether it is known which siblings were there at first. */
  private isNoted = false;
  /** When the first file was made that was read, in nanoseconds since 1970. */
  private firstBirth: bigint | undefined;

  constructor(readonly path: string) {
    this.home = new Home(path);
  }

  /** What is needed to go on after a restart. */
  get progress(): Progress {
    return { home: this.home.path, positions: this.files.map(positionOf), known: this.known.list };
  }

  /**
   * Which file the name refers to now.
   *
   * @throws the system's error, and one that says so for what is no regular file
   */
  nameNow(): string {
    const stat = statSync(this.path, { bigint: true });
    if (stat.isFile()) return fileId(stat);
    // A pipe is not even opened: its writers would take that for a reader.
    throw Object.assign(new Error(), { code: stat.isDirectory() ? 'EISDIR' : 'not a regular file' });
  }

  fileOf(id: string): LogFile | undefined {
    return this.files.find((file) => file.id === id);
  }

  /**
   * Opens what the name refers to now: from its first byte, or from where it was left when it had been read before.
   *
   * @throws the system's error
   */
  openCurrent(): { readonly file: LogFile; readonly isNew: boolean } {
    const opened = LogFile.open(this.path);
    this.current = opened.id;
    this.findHome();
    const file = this.fileOf(opened.id);
    if (file !== undefined) {
      opened.close();
      return { file, isNew: false };
    }
    return { file: this.take(opened), isNew: true };
  }

  /** The name refers to a file that is being read: it has kept it, or it has come back to it. */
  keepCurrent(id: string): void {
    if (id === this.current) return;
    this.current = id;
    this.findHome();
  }

  /**
   * Notes the siblings that are there as not to be read, as they came while the name kept its file. Those that were made
   * before that file are not noted: they had the name before it, and are still to be read. Neither is any when the file has
   * been truncated: copies of what it held may be among them.
   *
   * @returns whether any were noted, and whether any are to be read
   */
  noteSiblings(): { readonly isNews: boolean; readonly areMissed: boolean } {
    const file = this.current === undefined ? undefined : this.fileOf(this.current);
    const isTruncated = file !== undefined && file.head.length > 0 && !fits(beginningOf(file), file.head);
    return isTruncated ? { isNews: false, areMissed: false } : this.noteOthers();
  }

  private noteOthers(): { isNews: boolean; areMissed: boolean } {
    const siblings = this.home.tryToList();
    if (siblings === undefined || !this.isStable()) return { isNews: false, areMissed: false };
    this.isNoted = true;
    const [missed, others] = [[] as Sibling[], [] as Sibling[]];
    for (const sibling of siblings)
      if (!this.isRead(sibling)) (this.isUnread(sibling) && this.isMissed(sibling) ? missed : others).push(sibling);
    const news = others.filter((sibling) => this.known.note(sibling));
    this.known.forgetGone(new Set(siblings.map(({ file }) => file)));
    return { isNews: news.length > 0, areMissed: missed.length > 0 };
  }

  /** Opens the siblings that were never read, the oldest first: the name referred to each of them for a while. */
  openUnread(): Opening {
    return this.open((sibling) => this.isNoted || this.isMissed(sibling));
  }

  /**
   * Opens, while the name keeps its file, those that were never read and made before it: a folder that is being changed may
   * be listed without some of its files.
   */
  openMissed(): Opening {
    return this.open((sibling) => this.isMissed(sibling));
  }

  /**
   * Opens those that came while nobody watched, though the name has kept its file: copies of what it held before it was
   * truncated. What is a copy of what it holds now is left alone.
   */
  openMeanwhile(): Opening {
    const current = this.current === undefined ? undefined : this.fileOf(this.current);
    return this.open(
      () => true,
      (file) => current !== undefined && isBeginningOf(file, current),
    );
  }

  /**
   * Takes up what another run left: opens the files that it had open.
   *
   * @throws the system's error when no more files can be opened
   */
  resume({ home, positions, known }: Progress): Resumed {
    this.known.addAll(known);
    this.isNoted = true;
    this.home.path = home ?? this.home.path;
    const files: Resumed['files'][number][] = [];
    const lost: Position[] = [];
    for (const position of positions) {
      const file = this.findSame(position.file) ?? this.findOther(position);
      if (file === undefined) {
        this.known.lose(position);
        lost.push(position);
      } else if (file.isGzip && contentSize(file) === position.offset) {
        // To pass over what has been read it would have to be unpacked.
        this.known.leave(file.resume(position));
        file.close();
      } else if (holds(file, position)) {
        files.push({ file: this.take(file, position), how: 'resumed' });
      } else {
        const copy = this.findOther(position);
        if (copy !== undefined) files.push({ file: this.take(copy, position), how: 'copied' });
        files.push({ file: this.take(file), how: 'restarted' });
      }
    }
    return { files, lost };
  }

  /**
   * Opens the files that hold what a file held before it was truncated: the copy that was made of it, at the offset up to
   * which it was read, and those that were made of it later, the oldest first; they are read before it. When nothing of it
   * has been read, those that came since it began to be.
   */
  openCopies(file: LogFile): LogFile[] {
    const siblings = (this.home.tryToList() ?? []).filter((sibling) => !this.isRead(sibling));
    const young = siblings.filter((sibling) => this.known.mayBeYounger(sibling.file, file));
    const copies = openCopies(
      file,
      young,
      file.id === this.current,
      (...opened) => this.isCopy(...opened),
      (sibling) => this.known.note(sibling),
    );
    for (const copy of copies) this.begin(copy);
    this.files = this.files.flatMap((other) => (other === file ? [...copies, file] : [other]));
    this.noteOthers();
    file.elders = this.known.begin();
    return copies;
  }

  /** Opens those that were made of the named file before anything of it was read, and it was truncated. */
  openCopiesOfBlank(): LogFile[] {
    const file = this.files.find(({ id }) => id === this.current);
    return file?.isBlank === true && file.isTouched() ? this.openCopies(file) : [];
  }

  /** A file that was truncated is read from its first byte. */
  restart(file: LogFile): void {
    file.restart();
  }

  /** Closes a file that is not read any more. */
  leave(file: LogFile): void {
    if (file.isClosed) return;
    this.files = this.files.filter((other) => other !== file);
    this.known.leave(file);
    file.close();
  }

  /** Whether another file has the name by now, or the name is gone and the file with it. */
  isSuperseded(file: LogFile): boolean {
    return file.id !== this.current || (this.isGone && isDeleted(file));
  }

  close(): void {
    for (const file of this.files) file.close();
    this.files = [];
  }

  /** Begins to read a file: where it was left, or else from its first byte. */
  private take(file: LogFile, position = this.known.placeIn(file.id)): LogFile {
    if (position !== undefined && holds(file, position)) file.resume(position);
    this.begin(file);
    this.files.push(file);
    this.firstBirth ??= birthOf(file.id);
    return file;
  }

  private begin(file: LogFile): void {
    this.known.forget(file.id);
    file.elders = this.known.begin();
    // It may be truncated, or have to be known again, before anything of it is read.
    if (file.head.length === 0) file.head = headOf(beginningOf(file));
  }

  /** Where the name is a link that was pointed elsewhere, what lies beside the other file is not to be read. */
  private findHome(): void {
    if (!this.home.find()) return;
    for (const sibling of this.home.tryToList() ?? []) if (this.isUnread(sibling)) this.known.note(sibling);
  }

  private isStable(): boolean {
    try {
      return this.current === undefined || this.nameNow() === this.current;
    } catch {
      return false;
    }
  }

  private open(isMeant: (sibling: Sibling) => boolean, isPresent: (file: LogFile) => boolean = () => false): Opening {
    const opening = openSiblings(
      () => this.home.list().filter((sibling) => this.isUnread(sibling) && isMeant(sibling)),
      (file, sibling, others) => !isPresent(file) && !this.isCopy(file, sibling, others),
      (sibling) => this.known.note(sibling),
    );
    for (const file of opening.files) this.take(file);
    // They had the name before the file that has it.
    const named = this.files.filter(({ id }) => id === this.current);
    this.files = [...this.files.filter((file) => !named.includes(file)), ...named];
    return opening;
  }

  private findSame(id: string): LogFile | undefined {
    return findSame(id, [this.home.path, this.path], () => this.home.list());
  }

  private findOther(position: Position): LogFile | undefined {
    const others = this.home.list().filter((sibling) => !this.isRead(sibling));
    return findOther(position, others, ({ file }) => this.known.has(file));
  }

  /** Whether it is being read, or has the name. */
  private isRead({ file }: Sibling): boolean {
    return file === this.current || this.fileOf(file) !== undefined;
  }

  private isUnread(sibling: Sibling): boolean {
    return !this.isRead(sibling) && (!this.known.has(sibling.file) || this.known.isLost(sibling.file));
  }

  /** Whether a sibling was made after the first file that was read, and before the one that has the name now. */
  private isMissed({ birth }: Sibling): boolean {
    // Times are told in steps of some milliseconds, so files that follow each other may have the same.
    if (this.current === undefined || this.firstBirth === undefined) return false;
    // Some file systems know no time of birth.
    return birth > 0n && birth >= this.firstBirth && birth <= birthOf(this.current);
  }

  /** Whether what lies beside the log is a copy, packed or not, of what has been read or is not to be read. */
  private isCopy(file: LogFile, { isGzip, isNumbered }: Sibling, others: readonly LogFile[] = []): boolean {
    const beginning = beginningOf(file);
    if (!isGzip && isNumbered) return this.files.some((open) => isPastOf(beginning, open));
    // A copy of a file that was empty may become one of another.
    if (!isNumbered && beginning.length === 0) return true;
    const size = contentSize(file);
    const isOf = (open: LogFile): boolean => {
      if (!isGzip) return isBeginningOf(file, open) || isPastOf(beginning, open);
      // It may have been truncated, which is not known until it is read.
      if (!fits(beginning, open.head) && !fits(beginning, headOf(beginningOf(open)))) return false;
      // Two logs of the same second may begin with the same lines, but will hardly have the same size too. What was packed,
      // and deleted then, may still be written to.
      const openSize = contentSize(open);
      return openSize === size || (isDeleted(open) && openSize > size);
    };
    return [...this.files, ...others].some(isOf) || this.known.hasOriginalOf(file, isNumbered);
  }
}

/** With the beginning of the file also where nothing of it has been read: it may have to be known again. */
function positionOf(file: LogFile): Position {
  const { position } = file;
  return position.head.length > 0 ? position : { ...position, head: headOf(beginningOf(file)) };
}

/** Whether a file that begins so is a copy of what another one held before it was truncated: that is left to its reading. */
const isPastOf = (beginning: Uint8Array, file: LogFile): boolean =>
  fits(beginning, file.head) && !fits(beginningOf(file), file.head);
