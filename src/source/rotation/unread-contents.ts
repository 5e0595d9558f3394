import type { Position } from '../source-event.js';
import { beginningOf, contentSize } from '../file/file-contents.js';
import { HEAD_BYTES } from '../file/fingerprint.js';
import { LogFile } from '../file/log-file.js';
import { copiedLines } from './copied-lines.js';
import type { LatestTime } from './older-lines.js';

interface Unread {
  readonly path: string;
  readonly isGzip: boolean;
  readonly beginning: Uint8Array;
}

/** Files to read from their first byte, or from behind the lines that others of them hold as well. */
export class UnreadContents {
  private readonly files: Unread[] = [];

  constructor(private readonly latestTime: LatestTime | undefined) {}

  /**
   * Adds a log; returns where to begin, behind the lines that others hold; undefined for its first byte.
   *
   * @param isFromStart whether to read it from its first byte, whatever others hold
   */
  add(path: string, isFromStart = false): Position | undefined {
    return withFile(path, false, (file) => {
      const offset = this.sharedWith(file);
      this.note(path, file);
      if (isFromStart || offset === 0) return undefined;
      return { file: file.id, offset, isSkipping: false, head: file.headUpTo(offset) };
    });
  }

  /** Adds a file unless others hold all of its lines; returns whether they do. */
  addUnlessWhole(path: string, isGzip: boolean): boolean {
    const isWhole = withFile(path, isGzip, (file) => {
      const shared = this.sharedWith(file);
      if (shared > 0 && shared === contentSize(file)) return true;
      this.note(path, file);
      return false;
    });
    return isWhole === true;
  }

  private note(path: string, file: LogFile): void {
    this.files.push({ path, isGzip: file.isGzip, beginning: headBytesOf(file) });
  }

  /** The length in bytes of the lines that the others share with a file. */
  private sharedWith(file: LogFile): number {
    const beginning = headBytesOf(file);
    const lengths = this.files
      .filter((other) => beginAlike(beginning, other.beginning))
      // Another name of the same file is not a copy of it.
      .map(({ path, isGzip }) =>
        withFile(path, isGzip, (other) => (other.has(file.inode) ? 0 : copiedLines(file, other, this.latestTime))),
      );
    return Math.max(0, ...lengths.map((length) => length ?? 0));
  }
}

const headBytesOf = (file: LogFile): Uint8Array => beginningOf(file).slice(0, HEAD_BYTES);

/** Whether two beginnings are the same as far as both go: spares opening most files again. */
function beginAlike(a: Uint8Array, b: Uint8Array): boolean {
  const length = Math.min(a.length, b.length);
  return length > 0 && Buffer.compare(a.subarray(0, length), b.subarray(0, length)) === 0;
}

/** Undefined if the file cannot be opened, which is reported when it is followed. */
function withFile<T>(path: string, isGzip: boolean, use: (file: LogFile) => T): T | undefined {
  let file: LogFile | undefined;
  try {
    file = LogFile.open(path, isGzip);
    return use(file);
  } catch {
    return undefined;
  } finally {
    file?.close();
  }
}
