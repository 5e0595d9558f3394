import type { Position } from '../source-event.js';
import { birthOfId, inoOfId } from '../file/file-id.js';
import { LogLocation } from './log-location.js';
import { areTelling, beginningOf, contentSize, holds, holdsBeginning, isExhausted } from '../file/file-contents.js';
import { fits, HEAD_BYTES } from '../file/fingerprint.js';
import { openSibling, tryToOpen } from './open-sibling.js';
import { LogFile } from '../file/log-file.js';
import { fileAt } from '../file/named-file.js';
import { byAge } from './rotated-files.js';
import type { Sibling } from './rotated-files.js';

/** Names may move on during the search for a file. */
const MAX_ROUNDS = 10;

/**
 * The siblings of a log, listed and looked into once for many positions: a log that is rotated often has as many of the
 * one as of the other.
 */
export class Siblings {
  private listed: readonly Sibling[] | undefined;
  /** Their beginnings and sizes, by id. */
  private readonly contents = new Map<string, { readonly sibling: Sibling; readonly content: Content | undefined }>();

  /** @param list returns the present siblings */
  constructor(private readonly list: () => readonly Sibling[]) {}

  /** The siblings in the last listing. */
  known(): readonly Sibling[] {
    return this.listed ?? this.now();
  }

  /** The siblings now. */
  now(): readonly Sibling[] {
    return (this.listed = this.list());
  }

  /** Whether a sibling begins with the bytes read up to a position, and is large enough. */
  mayHold(sibling: Sibling, { offset, head }: Position): boolean {
    const content = this.contentOf(sibling);
    return content !== undefined && content.size >= offset && fits(content.beginning, head);
  }

  /** The size of a sibling's contents, if only copies of the same contents can begin as it does; else 0. */
  tellingSize(sibling: Sibling): number {
    const content = this.contentOf(sibling);
    return content !== undefined && areTelling(content.beginning) ? content.size : 0;
  }

  private contentOf(sibling: Sibling): Content | undefined {
    const looked = this.contents.get(sibling.file);
    const isAsItWas = looked?.sibling.size === sibling.size && looked.sibling.isGzip === sibling.isGzip;
    const content = isAsItWas ? looked.content : contentOf(sibling);
    this.contents.set(sibling.file, { sibling, content });
    return content;
  }
}

interface Content {
  readonly beginning: Uint8Array;
  readonly size: number;
}

/** Undefined if it may not be read. */
function contentOf(sibling: Sibling): Content | undefined {
  const file = tryToOpen(sibling);
  try {
    return file && { beginning: beginningOf(file).slice(0, HEAD_BYTES), size: contentSize(file) };
  } finally {
    file?.close();
  }
}

/** The places to look for files, and what is already known there. */
export interface Places {
  /** Paths of the log itself, with and without links. */
  readonly paths: readonly string[];
  /** Paths of the other logs of the run: two may have exchanged their names. */
  readonly others: readonly string[];
  readonly siblings: Siblings;
  readonly isRead: (sibling: Sibling) => boolean;
  readonly isKnown: (sibling: Sibling) => boolean;
}

/** A file found again, and opened. */
export interface Found {
  readonly file: LogFile;
  /** Where to read it from: the position, or its first byte; `finished` means there is nothing left to read. */
  readonly how: 'resumed' | 'copied' | 'restarted' | 'finished';
}

/**
 * Opens the files in which to continue from a position, in reading order; none when it is lost, two when a file was
 * truncated and copied before.
 *
 * @throws the system's error when no more files can be opened
 */
export function findAgain(position: Position, { paths, others, siblings, isRead, isKnown }: Places): Found[] {
  const other = (): LogFile | undefined => findOther(position, siblings, isRead, isKnown);
  const file =
    findSame(position.file, paths, siblings) ??
    findRenumbered(position, paths, siblings) ??
    other() ??
    findRewritten(position, paths) ??
    findBesideOthers(position.file, others);
  if (file === undefined) return [];
  // Skipping the part already read would mean unpacking it.
  if (file.isGzip && contentSize(file) === position.offset) return [{ file, how: 'finished' }];
  if (holds(file, position)) return [{ file, how: 'resumed' }];
  siblings.now();
  const copy = other();
  const restarted: Found = { file, how: 'restarted' };
  return copy === undefined ? [restarted] : [{ file: copy, how: 'copied' }, restarted];
}

/** Opens the file of an id, wherever it is now; undefined when it cannot be found or may not be read. */
function findSame(id: string, paths: readonly string[], siblings: Siblings): LogFile | undefined {
  try {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const same = (round === 0 ? siblings.known() : siblings.now()).find(({ file }) => file === id);
      const file = same === undefined ? named(id, paths) : openSibling(same);
      // The last listing may be out of date.
      if (file !== undefined || (same === undefined && round > 0)) return file;
    }
  } catch (error) {
    if (isExhausted(error)) throw error;
  }
  return undefined;
}

/** Opens the file of an id if it lies beside another log, which had its name before it was rotated. */
function findBesideOthers(id: string, others: readonly string[]): LogFile | undefined {
  if (birthOfId(id) === 0n) return undefined;
  for (const other of others) {
    const file = findSame(id, [], new Siblings(() => new LogLocation(other).list()));
    if (file !== undefined) return file;
  }
  return undefined;
}

/** Whether one of the paths refers to the file of an id now. */
export const isNamed = (id: string, paths: readonly string[]): boolean =>
  birthOfId(id) > 0n &&
  paths.some((path) => {
    try {
      return fileAt(path).file === id;
    } catch {
      return false;
    }
  });

/**
 * Opens the file of an inode number that holds the bytes read up to a position, though its id has changed: a copy
 * between the layers of an overlay file system gives it another time of birth.
 */
function findRenumbered(position: Position, paths: readonly string[], siblings: Siblings): LogFile | undefined {
  const ino = inoOfId(position.file);
  const isAlike = (id: string): boolean => inoOfId(id) === ino;
  // A file keeps its number when it is copied up, not when it is packed.
  const beside = siblings.known().filter(({ file, isGzip }) => !isGzip && isAlike(file));
  for (const open of [...paths.map((path) => () => openIfThere(path)), ...beside.map((one) => () => tryToOpen(one))]) {
    const file = open();
    if (file !== undefined && isAlike(file.id) && holdsBeginning(file, position)) return file;
    file?.close();
  }
  return undefined;
}

/**
 * Opens the file that has the name, if it holds the bytes read up to a position: an edited copy replaced the old one.
 */
function findRewritten(position: Position, paths: readonly string[]): LogFile | undefined {
  for (const path of paths) {
    const file = openIfThere(path);
    if (file !== undefined && holdsBeginning(file, position)) return file;
    file?.close();
  }
  return undefined;
}

/**
 * Opens the file that another one was packed or copied into, if it holds the same bytes up to a position. Prefers new
 * files to known ones, then names like those of rotated files to names like those of copies, then the largest of copies
 * of the same, then the oldest, as its successor may begin with the same lines.
 */
function findOther(
  position: Position,
  siblings: Siblings,
  isRead: (sibling: Sibling) => boolean,
  isKnown: (sibling: Sibling) => boolean,
): LogFile | undefined {
  if (position.head.length === 0) return undefined;
  const rank = (sibling: Sibling): number => 2 * Number(isKnown(sibling)) + Number(!sibling.isNumbered);
  const alike = siblings.known().filter((sibling) => siblings.mayHold(sibling, position) && !isRead(sibling));
  const size = (sibling: Sibling): number => siblings.tellingSize(sibling);
  for (const sibling of alike.sort((a, b) => rank(a) - rank(b) || size(b) - size(a) || byAge(a, b))) {
    const file = tryToOpen(sibling);
    if (file !== undefined && holds(file, position)) return file;
    file?.close();
  }
  return undefined;
}

/** Opens the file of the id if one of the paths refers to it. */
function named(id: string, paths: readonly string[]): LogFile | undefined {
  for (const path of paths) {
    const file = openIfThere(path);
    if (file?.id === id) return file;
    file?.close();
  }
  return undefined;
}

function openIfThere(path: string): LogFile | undefined {
  try {
    return LogFile.open(path);
  } catch (error) {
    if (isExhausted(error)) throw error;
    return undefined;
  }
}
