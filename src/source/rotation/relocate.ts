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

/** Names may move on while a file is looked for. */
const MAX_ROUNDS = 10;

/**
 * The siblings of a log, listed and looked into once for many positions: a log that is rotated often has as many of the one
 * as of the other.
 */
export class Siblings {
  private listed: readonly Sibling[] | undefined;
  /** What they begin with, and how much they hold, by id. */
  private readonly contents = new Map<string, { readonly sibling: Sibling; readonly content: Content | undefined }>();

  /** @param list lists them now */
  constructor(private readonly list: () => readonly Sibling[]) {}

  /** As they were listed last. */
  known(): readonly Sibling[] {
    return this.listed ?? this.now();
  }

  /** As they are now. */
  now(): readonly Sibling[] {
    return (this.listed = this.list());
  }

  /** Whether a sibling begins with what was read up to a position, and is large enough. */
  mayHold(sibling: Sibling, { offset, head }: Position): boolean {
    const content = this.contentOf(sibling);
    return content !== undefined && content.size >= offset && fits(content.beginning, head);
  }

  /** How much a sibling holds, where it begins so that no other file can but a copy of the same; else 0. */
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

/** Undefined where it may not be read. */
function contentOf(sibling: Sibling): Content | undefined {
  const file = tryToOpen(sibling);
  try {
    return file && { beginning: beginningOf(file).slice(0, HEAD_BYTES), size: contentSize(file) };
  } finally {
    file?.close();
  }
}

/** Where files are looked for, and what is known of those that are there. */
export interface Places {
  /** Of the log itself, with and without links. */
  readonly paths: readonly string[];
  /** Of the other logs of the run: two may have exchanged their names. */
  readonly others: readonly string[];
  readonly siblings: Siblings;
  readonly isRead: (sibling: Sibling) => boolean;
  readonly isKnown: (sibling: Sibling) => boolean;
}

/** A file that was found again, opened. */
export interface Found {
  readonly file: LogFile;
  /** From where on it is to be read: at the position, or from its first byte; `finished` is not to be read any more. */
  readonly how: 'resumed' | 'copied' | 'restarted' | 'finished';
}

/**
 * Opens the files in which to go on from a position, in the order in which they are to be read; none when it is lost. Two
 * when a file was truncated and a copy was made of it before.
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
  // To pass over what has been read it would have to be unpacked.
  if (file.isGzip && contentSize(file) === position.offset) return [{ file, how: 'finished' }];
  if (holds(file, position)) return [{ file, how: 'resumed' }];
  siblings.now();
  const copy = other();
  const restarted: Found = { file, how: 'restarted' };
  return copy === undefined ? [restarted] : [{ file: copy, how: 'copied' }, restarted];
}

/** Opens the file of an id, wherever it is now; undefined when it is not to be found or may not be read. */
function findSame(id: string, paths: readonly string[], siblings: Siblings): LogFile | undefined {
  try {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const same = (round === 0 ? siblings.known() : siblings.now()).find(({ file }) => file === id);
      const file = same === undefined ? named(id, paths) : openSibling(same);
      // What is known may be out of date.
      if (file !== undefined || (same === undefined && round > 0)) return file;
    }
  } catch (error) {
    if (isExhausted(error)) throw error;
  }
  return undefined;
}

/** Opens the file of an id where it lies beside another log, which had its name before it was rotated. */
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
 * Opens the file of an inode number that holds what was read up to a position, though its id has changed: a copy between
 * the layers of an overlay file system gives it another time of birth.
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

/** Opens the file that has the name, when it holds what was read up to a position: it was replaced by an edited copy. */
function findRewritten(position: Position, paths: readonly string[]): LogFile | undefined {
  for (const path of paths) {
    const file = openIfThere(path);
    if (file !== undefined && holdsBeginning(file, position)) return file;
    file?.close();
  }
  return undefined;
}

/**
 * Opens what a file was packed or copied into, as it holds what the file held up to a position: rather what is new than what
 * is known, rather what is named like a rotated file than like a copy, rather the largest of copies of the same, and rather
 * the oldest, as what follows it may begin with the same lines.
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

/** What one of the paths refers to, when that is the file of the id. */
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
