import type { Position, Progress } from '../source-event.js';
import { birthOfId, inodeKey, inoOfId } from '../file/file-id.js';
import type { FileOnDisk, Inode } from '../file/file-id.js';
import type { LogFile } from '../file/log-file.js';

/** How many closed files are remembered; the oldest are forgotten. */
const MAX_LEFT = 4096;

/** Whether a file begins with the bytes read up to a position. */
export type Holds = (position: Position) => boolean;

interface Reading {
  readonly path: string;
  readonly file: LogFile;
}

interface Place {
  readonly path: string;
  readonly position: Position;
}

/**
 * The logs that one run follows. Ensures that no log reads a file that another reads or has read: the same file may
 * have several names, and a name may come to refer to a file that another log was rotated to.
 */
export class FollowedLogs {
  private readonly readings = new Map<string, Reading>();
  /** Files that another run had open, until their own log has looked for them; by inode number. */
  private readonly awaited = new Map<string, readonly Place[]>();
  /** Files that were read and closed, by `fileId`; the last closed comes last. */
  private readonly left = new Map<string, Place>();
  private readonly paths: ReadonlySet<string>;

  /**
   * @param resumed how far another run read its logs, by their paths
   * @param paths the logs followed now: the others do not look for their files
   */
  constructor(resumed: ReadonlyMap<string, Progress> = new Map(), paths: Iterable<string> = resumed.keys()) {
    const followed = (this.paths = new Set(paths));
    for (const [path, { home, positions, known }] of resumed) {
      for (const position of positions) {
        // A packed file has no home, and is not looked for: it is read on under its present name.
        if (followed.has(path) && home !== undefined) this.await(path, position);
        else this.leave(path, position);
      }
      for (const { file, offset, head } of known)
        if (offset !== undefined) this.leave(path, { file, offset, head, isSkipping: false });
    }
  }

  /** The paths of the other logs. */
  others(path: string): string[] {
    return [...this.paths].filter((other) => other !== path);
  }

  /** A log begins to read a file. */
  begin(path: string, file: LogFile): void {
    this.readings.set(inodeKey(file.inode), { path, file });
  }

  /** A log has closed a file, or is about to. */
  end(path: string, file: LogFile): void {
    const key = inodeKey(file.inode);
    if (this.readings.get(key)?.file === file) this.readings.delete(key);
    this.leave(path, { ...file.position, file: file.idNow });
  }

  /** A log has looked for the files that another run had open, and has not found some. */
  settle(path: string, lost: readonly Position[]): void {
    for (const position of lost) this.leave(path, position);
    for (const [key, places] of this.awaited) {
      const others = places.filter((place) => place.path !== path);
      if (others.length > 0) this.awaited.set(key, others);
      else this.awaited.delete(key);
    }
  }

  /** The file of an inode, if a log reads it. */
  fileRead(inode: Inode): LogFile | undefined {
    const file = this.readings.get(inodeKey(inode))?.file;
    return file?.has(inode) === true ? file : undefined;
  }

  /** Whether another log reads a file. */
  isReading(path: string, inode: Inode): boolean {
    return this.readerNow(path, inode) !== undefined;
  }

  /** The path of another log that reads a file, or will resume it; undefined when there is none. */
  readerOf(path: string, onDisk: FileOnDisk, holds: Holds): string | undefined {
    const reader = this.readerNow(path, onDisk);
    if (reader !== undefined) return reader;
    const places = this.awaited.get(onDisk.ino.toString()) ?? [];
    return places.find((place) => place.path !== path && isAt(place, onDisk, holds))?.path;
  }

  /** How far another log read a file that it has closed; undefined when none did. */
  placeIn(path: string, onDisk: FileOnDisk, holds: Holds): Position | undefined {
    const ino = onDisk.ino.toString();
    for (const place of this.left.values())
      if (place.path !== path && inoOfId(place.position.file) === ino && isAt(place, onDisk, holds))
        return place.position;
    return undefined;
  }

  /** Whether another log will resume the contents of a file, which may be a copy: packed, for example. */
  isAwaitedIn(path: string, holds: Holds): boolean {
    return [...this.awaited.values()].flat().some((place) => place.path !== path && holds(place.position));
  }

  /** How far another log read the contents of a file, which may be a copy; undefined when none did. */
  placeOfContent(path: string, holds: Holds): Position | undefined {
    return [...this.left.values()].findLast((place) => place.path !== path && holds(place.position))?.position;
  }

  private readerNow(path: string, inode: Inode): string | undefined {
    const reading = this.readings.get(inodeKey(inode));
    return reading !== undefined && reading.path !== path && reading.file.has(inode) ? reading.path : undefined;
  }

  private await(path: string, position: Position): void {
    const key = inoOfId(position.file);
    this.awaited.set(key, [...(this.awaited.get(key) ?? []), { path, position }]);
  }

  private leave(path: string, position: Position): void {
    this.left.delete(position.file);
    this.left.set(position.file, { path, position });
    const [oldest] = this.left.keys();
    if (this.left.size > MAX_LEFT && oldest !== undefined) this.left.delete(oldest);
  }
}

/** Whether a file is the one of a position; if its id differs, or proves too little, its beginning decides. */
const isAt = ({ position }: Place, { file }: FileOnDisk, holds: Holds): boolean =>
  (position.file === file && (birthOfId(file) > 0n || position.head.length === 0)) || holds(position);
