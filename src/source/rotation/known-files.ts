import type { KnownFile, Position } from '../source-event.js';
import { fits, headOf, NO_HEAD } from '../file/fingerprint.js';
import { inoOfId, birthOfId } from '../file/file-id.js';
import { beginningOf, contentSize, isDeleted } from '../file/file-contents.js';
import { tryToOpen } from './open-sibling.js';
import type { LogFile } from '../file/log-file.js';
import type { Sibling } from './rotated-files.js';

/** How many missing files are remembered, as they may return packed. */
const MAX_GONE = 64;

interface Known extends KnownFile {
  /** The number of files known or read before it. */
  readonly rank: number;
  /** Whether it was to be resumed, but could not be found. */
  readonly isLost?: boolean;
  /** Whether it is named like a copy rather than like a rotated file. */
  readonly isNamedCopy?: boolean;
  /** Whether it is packed; undefined when only another run knew. */
  readonly isGzip?: boolean;
}

/**
 * The files beside a log that are not to be read: they were there before, have been read, or are copies of such files.
 */
export class KnownFiles {
  private readonly files = new Map<string, Known>();
  /** The files missing from the last listing of the folder. */
  private gone: ReadonlySet<string> = new Set();
  private count = 0;

  get list(): KnownFile[] {
    return [...this.files.values()].map(({ file, head, size, offset }) => ({ file, head, size, offset }));
  }

  /**
   * Whether a file beside the log is one of them. Its id decides, unless the file was gone meanwhile and no time of
   * birth is known, or another one has its inode number: then its beginning decides.
   */
  has(sibling: Sibling): boolean {
    const known = this.files.get(sibling.file);
    if (known !== undefined && !(this.gone.has(known.file) && birthOfId(known.file) === 0n)) return true;
    const alike = this.alike(sibling.file);
    if (alike.length === 0) return false;
    const content = contentOf(sibling);
    return content !== undefined && alike.some((other) => this.isRenamed(other, sibling.file, content));
  }

  /** Recognises an opened file that is known under another id. */
  recognize(file: LogFile): void {
    if (this.files.has(file.id)) return;
    const now = contentIn(file);
    this.alike(file.id).some((other) => this.isRenamed(other, file.id, now));
  }

  /** The number of files known or read before the one that begins now. */
  begin(): number {
    return this.count++;
  }

  /** Adds the files that another run knew. */
  addAll(files: readonly KnownFile[]): void {
    for (const file of files) this.files.set(file.file, { ...file, rank: this.begin() });
  }

  /** Records a sibling, or its change since it was recorded; returns whether it is new. */
  note(sibling: Sibling): boolean {
    const known = this.files.get(sibling.file);
    if (known !== undefined && (sibling.isGzip || known.size === sibling.size)) return false;
    const isNamedCopy = !sibling.isNumbered;
    const { isGzip } = sibling;
    if (known === undefined)
      this.files.set(sibling.file, { ...lookInto(sibling), isNamedCopy, isGzip, rank: this.begin() });
    else this.files.set(sibling.file, { ...known, isNamedCopy, ...lookAgainInto(sibling, known) });
    return known === undefined;
  }

  /** Records a file that is no longer read. */
  leave(file: LogFile): void {
    const { idNow: id, offset, rank } = file;
    const head = file.head.length > 0 ? file.head : headOf(beginningOf(file));
    // A deleted file does not return, but may have been packed.
    this.files.delete(id);
    this.files.delete(file.id);
    this.files.set(id, {
      file: id,
      head,
      size: contentSize(file),
      offset: isDeleted(file) ? undefined : offset,
      isGzip: file.isGzip,
      rank,
    });
  }

  /** Records how far a file was read that cannot be found for now. */
  lose({ file, offset, head }: Position): void {
    this.files.set(file, { file, head, offset, rank: this.begin(), isLost: true });
  }

  isLost(id: string): boolean {
    return this.files.get(id)?.isLost === true;
  }

  /** Removes a file that is being read. */
  forget(id: string): void {
    this.files.delete(id);
  }

  /** Where to resume a file that was read before; undefined when it was not. */
  placeIn(id: string): Position | undefined {
    const { file, head, offset } = this.files.get(id) ?? {};
    if (file === undefined || head === undefined || offset === undefined) return undefined;
    return { file, offset, isSkipping: false, head };
  }

  /** Whether a file may be younger than the start of the reading of another one, or of its life since a truncation. */
  mayBeYounger(id: string, { rank }: LogFile): boolean {
    const known = this.files.get(id);
    return known === undefined || (known.offset === undefined && known.rank > rank);
  }

  /**
   * Whether one of them begins as the file does, and is as large; a plain copy may have been made when it was smaller.
   * A file named like a rotated one is not a copy of a file named like a copy.
   */
  hasOriginalOf(file: LogFile, isNumbered: boolean): boolean {
    const beginning = beginningOf(file);
    const size = contentSize(file);
    const isAsLarge = (other: number): boolean => other === size || (!file.isGzip && other > size);
    return [...this.files.values()].some(
      (known) =>
        fits(beginning, known.head) &&
        !(isNumbered && known.isNamedCopy === true) &&
        (known.size === undefined || isAsLarge(known.size)),
    );
  }

  /** @param there the files that are there; of the others, only the last ones are kept */
  forgetGone(there: ReadonlySet<string>): void {
    const gone = [...this.files.keys()].filter((id) => !there.has(id));
    for (const id of gone.slice(0, -MAX_GONE)) this.files.delete(id);
    this.gone = new Set(gone.slice(-MAX_GONE));
  }

  /** The files with the same inode number. */
  private alike(id: string): Known[] {
    const ino = inoOfId(id);
    return [...this.files.values()].filter(({ file }) => inoOfId(file) === ino);
  }

  /** Whether a file is one known under another id, or one that has returned, by its content; records its id. */
  private isRenamed(known: Known, id: string, { isGzip, beginning, size }: Content): boolean {
    if ((known.isGzip ?? isGzip) !== isGzip) return false;
    if (!fits(beginning, known.head) || size < (known.size ?? 0)) return false;
    this.files.delete(known.file);
    this.files.set(id, { ...known, file: id });
    return true;
  }
}

interface Content {
  readonly isGzip: boolean;
  readonly beginning: Uint8Array;
  readonly size: number;
}

const contentIn = (file: LogFile): Content => ({
  isGzip: file.isGzip,
  beginning: beginningOf(file),
  size: contentSize(file),
});

/** Undefined for a file that may not be read, and so is not to be. */
function contentOf(sibling: Sibling): Content | undefined {
  let file: LogFile | undefined;
  try {
    file = tryToOpen(sibling);
    return file === undefined ? undefined : contentIn(file);
  } catch {
    return undefined;
  } finally {
    file?.close();
  }
}

function lookInto(sibling: Sibling): KnownFile {
  const content = contentOf(sibling);
  if (content === undefined) return { file: sibling.file, head: NO_HEAD };
  return { file: sibling.file, head: headOf(content.beginning), size: content.size };
}

/** It has grown, so its beginning is still the same. */
function lookAgainInto(sibling: Sibling, { head }: KnownFile): Pick<KnownFile, 'head' | 'size'> {
  return { size: sibling.size, head: head.length === 0 ? lookInto(sibling).head : head };
}
