import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Fingerprint, KnownFile, Position, Progress } from './chunk.js';
import { birthOf, fileId, fits } from './fingerprint.js';
import { beginningOf, contentSize, headOfSibling, holds, isDeleted, openSibling, realPathOf } from './kin.js';
import { LogFile } from './log-file.js';
import { siblingsOf } from './siblings.js';
import type { Sibling } from './siblings.js';

/** Names may move on while they are looked at: a rotation every few milliseconds is caught up with by then. */
const MAX_ROUNDS = 10;
/** Of files that are gone, so many are remembered, as they may come again packed. */
const MAX_GONE = 64;

interface Known extends KnownFile {
  /** How far it had been read when it was left. */
  readonly left?: Position;
}

/**
 * The files that are, and were, under one name: which of them are being read, and which are not to be read. It opens
 * files and closes them; to read them is left to others.
 */
export class Lineage {
  /** The file that the name refers to, or referred to last. */
  current: string | undefined;
  /** The name without links: rotated files lie beside it. */
  home: string;
  /** Whether the name refers to nothing, and has for longer than a rotation takes. */
  isGone = false;
  /** Files that are being read, in the order in which they were opened. */
  private readonly files = new Set<LogFile>();
  private readonly known = new Map<string, Known>();
  /** When the first file was made that was read, in nanoseconds since 1970. */
  private firstBirth: bigint | undefined;
  /** When the folder last changed, in nanoseconds since 1970, and how often that was the answer. */
  private folderTime = 0n;
  private asked = 0;

  constructor(readonly path: string) {
    this.home = resolve(path);
  }

  /** What is needed to go on after a restart. */
  get progress(): Progress {
    return {
      home: this.home,
      positions: [...this.files].map(({ position }) => position),
      known: [...this.known.values()].map(({ file, head }) => ({ file, head })),
    };
  }

  /**
   * Which file the name refers to now.
   *
   * @throws the system's error
   */
  nameNow(): string {
    return fileId(statSync(this.path, { bigint: true }));
  }

  fileOf(id: string): LogFile | undefined {
    return [...this.files].find((file) => file.id === id);
  }

  /**
   * Opens what the name refers to now: from its first byte, or from where it was left when it had been read before.
   *
   * @throws the system's error
   */
  openCurrent(): { readonly file: LogFile; readonly isNew: boolean } {
    const opened = LogFile.open(this.path);
    this.current = opened.id;
    this.moveTo(realPathOf(this.path) ?? this.home);
    const file = this.fileOf(opened.id);
    if (file !== undefined) {
      opened.close();
      return { file, isNew: false };
    }
    const left = this.known.get(opened.id)?.left;
    if (left !== undefined && holds(opened, left)) opened.resume(left);
    return { file: this.take(opened), isNew: true };
  }

  /** The name refers to a file that is being read: it has kept it, or it has come back to it. */
  keepCurrent(id: string): void {
    if (id !== this.current) this.moveTo(realPathOf(this.path) ?? this.home);
    this.current = id;
  }

  /** Whether something may have come or gone beside the log since this was last asked. */
  isFolderTouched(): boolean {
    const stat = statSync(dirname(this.home), { bigint: true, throwIfNoEntry: false });
    const mtimeNs = stat?.mtimeNs ?? -1n;
    this.asked = mtimeNs === this.folderTime ? this.asked + 1 : 0;
    this.folderTime = mtimeNs;
    // Times are told in steps of some milliseconds: the one that was seen last time may have been seen too early.
    return this.asked < 2;
  }

  /**
   * Notes the siblings that are there as not to be read, as they came while the name kept its file. Those that were made
   * before that file are not noted: they had the name before it, and are still to be read.
   *
   * @returns whether any were noted, and whether any are to be read
   */
  noteSiblings(): { readonly isNews: boolean; readonly areMissed: boolean } {
    const siblings = this.siblings();
    if (this.current !== undefined && this.nameNow() !== this.current) return { isNews: false, areMissed: false };
    const unknown = siblings.filter(({ file }) => !this.isKnown(file));
    const news = unknown.filter((sibling) => !this.isMissed(sibling));
    for (const sibling of news) this.note(sibling);
    this.forgetGone(new Set(siblings.map(({ file }) => file)));
    return { isNews: news.length > 0, areMissed: news.length < unknown.length };
  }

  /**
   * Opens the siblings that were never read, the oldest first: the name referred to each of them for a while.
   *
   * @param isStable whether the name has kept its file; then only those that were made before it are meant, which were not
   * seen before, as a folder that is being changed may be listed without some of its files
   * @returns those that could be opened, and the system's error when no more files can be
   */
  openUnread(isStable = false): { readonly opened: LogFile[]; readonly error?: unknown } {
    const opened: LogFile[] = [];
    try {
      for (let round = 0; round < MAX_ROUNDS; round++) {
        const unread = this.siblings().filter(
          (sibling) => !this.isKnown(sibling.file) && (!isStable || this.isMissed(sibling)),
        );
        if (unread.length === 0) break;
        for (const sibling of unread) this.openUnlessCopy(sibling, opened);
      }
    } catch (error) {
      return { opened, error };
    }
    return { opened: opened.sort((a, b) => (a.stat().mtime < b.stat().mtime ? -1 : 1)) };
  }

  /** Takes up what another run left: opens the files that it had open, and says which of them are not to be found. */
  resume({ home, positions, known }: Progress): { readonly opened: LogFile[]; readonly lost: Position[] } {
    for (const file of known) this.known.set(file.file, file);
    this.home = home ?? realPathOf(this.path) ?? this.home;
    const opened: LogFile[] = [];
    const lost: Position[] = [];
    for (const position of positions) {
      const file = this.find(position);
      if (file === undefined) {
        lost.push(position);
        continue;
      }
      // To skip what has been read it would have to be unpacked.
      if (file.isGzip && contentSize(file) === position.offset) {
        this.known.set(position.file, { file: position.file, head: position.head });
        file.close();
        continue;
      }
      opened.push(this.take(file.resume(position)));
      // What was made meanwhile, or is a copy of it, may hold what it held when it was truncated.
      const elders = known.filter(({ head }) => head.crc !== position.head.crc || head.length !== position.head.length);
      file.elders = new Set(elders.map(({ file }) => file));
    }
    return { opened, lost };
  }

  /**
   * The files that hold what a file held when it was truncated: the copy that was made of it, at the offset up to which it
   * was read, and those that were made of it later, the oldest first. They are not among the files of the lineage.
   */
  openCopies({ elders, position }: LogFile): LogFile[] {
    const copies: LogFile[] = [];
    for (const sibling of this.siblings()) {
      if (elders.has(sibling.file) || this.fileOf(sibling.file) !== undefined) continue;
      const copy = this.tryToOpen(sibling);
      if (copy !== undefined) copies.push(copy);
    }
    const first = copies.findLastIndex((copy) => fits(beginningOf(copy), position.head));
    return copies.filter((copy, i) => {
      const isWanted = first !== -1 && (i === first ? contentSize(copy) > position.offset : i > first);
      if (isWanted && i === first) copy.resume(position);
      if (!isWanted) copy.close();
      return isWanted;
    });
  }

  /** A copy has been read to its end. */
  leaveCopy(copy: LogFile): void {
    this.known.set(copy.ownId, { file: copy.ownId, head: copy.head });
    copy.close();
  }

  /** A file that was truncated is read from its first byte. */
  restart(file: LogFile): void {
    file.restart(new Set(this.siblings().map(({ file }) => file)));
  }

  /** Closes a file that is not read any more. */
  leave(file: LogFile): void {
    if (file.isClosed || !this.files.delete(file)) return;
    const { id, head, position } = file;
    this.known.delete(id);
    this.known.set(id, isDeleted(file) ? { file: id, head } : { file: id, head, left: position });
    file.close();
  }

  /** Whether another file has the name by now, or the name is gone and the file with it. */
  isSuperseded(file: LogFile): boolean {
    return file.id !== this.current || (this.isGone && isDeleted(file));
  }

  close(): void {
    for (const file of this.files) file.close();
    this.files.clear();
  }

  /** The name is a link that was pointed elsewhere: what lies beside the other file is not to be read. */
  private moveTo(home: string): void {
    if (home === this.home) return;
    this.home = home;
    for (const sibling of this.siblings()) if (!this.isKnown(sibling.file)) this.note(sibling);
  }

  private take(file: LogFile): LogFile {
    // All siblings have been opened or noted by now.
    file.elders = new Set([...this.known.keys(), ...[...this.files].map(({ id }) => id)]);
    this.files.add(file);
    this.firstBirth ??= birthOf(file.id);
    return file;
  }

  private openUnlessCopy(sibling: Sibling, opened: LogFile[]): void {
    const file = openSibling(sibling);
    if (file === undefined) return;
    if (this.isCopy(file, sibling)) {
      this.note(sibling);
      file.close();
    } else {
      opened.push(this.take(file));
    }
  }

  /** Undefined also when no more files can be opened: a copy may help, but reading goes on without it. */
  private tryToOpen(sibling: Sibling): LogFile | undefined {
    try {
      return openSibling(sibling);
    } catch {
      return undefined;
    }
  }

  private isKnown(id: string): boolean {
    return id === this.current || this.known.has(id) || this.fileOf(id) !== undefined;
  }

  /** Whether a sibling was made after the first file that was read, and before the one that has the name now. */
  private isMissed({ birth }: Sibling): boolean {
    // Times are told in steps of some milliseconds, so files that follow each other may have the same.
    return this.current !== undefined && birth <= birthOf(this.current) && birth >= (this.firstBirth ?? 0n);
  }

  private note(sibling: Sibling): void {
    this.known.set(sibling.file, { file: sibling.file, head: headOfSibling(sibling) });
  }

  /** Whether what lies beside the log is a copy, packed or not, of what has been read or is not to be read. */
  private isCopy(file: LogFile, { isGzip, isNumbered }: Sibling): boolean {
    if (!isGzip && isNumbered) return false;
    const beginning = beginningOf(file);
    const fitsHead = ({ head }: { readonly head: Fingerprint }): boolean => fits(beginning, head);
    const size = contentSize(file);
    // Two logs of the same second may begin with the same lines, but will hardly have the same size too. What was packed,
    // and deleted then, may still be written to.
    const isOf = (open: LogFile): boolean =>
      fitsHead(open) && (contentSize(open) === size || (isDeleted(open) && contentSize(open) > size));
    return [...this.files].some(isOf) || [...this.known.values()].some(fitsHead);
  }

  /** The file in which reading is to go on: the same one, wherever it is now, or what it was packed or copied into. */
  private find(position: Position): LogFile | undefined {
    const siblings = this.siblings();
    const same = siblings.find(({ file }) => file === position.file);
    const file =
      same === undefined
        ? (this.openNamed(this.home, position.file) ?? this.openNamed(this.path, position.file))
        : openSibling(same);
    if (file !== undefined) return file;
    const others = siblings
      .filter((sibling) => this.fileOf(sibling.file) === undefined)
      .sort((a, b) => Number(this.isKnown(b.file)) - Number(this.isKnown(a.file)))
      .flatMap((sibling) => openSibling(sibling) ?? []);
    const found = others.findLast((other) => holds(other, position));
    for (const other of others) if (other !== found) other.close();
    if (found !== undefined) this.known.set(found.id, { file: found.id, head: position.head });
    return found;
  }

  private openNamed(path: string, id: string): LogFile | undefined {
    try {
      const file = LogFile.open(path);
      if (file.id === id) return file;
      file.close();
    } catch {
      // Whether the name can be opened is asked, and told, by those who look at it.
    }
    return undefined;
  }

  private siblings(): Sibling[] {
    try {
      return siblingsOf(this.home);
    } catch {
      // A folder that may not be listed shows no siblings.
      return [];
    }
  }

  private forgetGone(there: ReadonlySet<string>): void {
    const gone = [...this.known.keys()].filter((id) => !there.has(id) && id !== this.current);
    for (const id of gone.slice(0, -MAX_GONE)) this.known.delete(id);
  }
}
