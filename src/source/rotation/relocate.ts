import type { Position } from '../source-event.js';
import { birthOfId, inoOfId } from '../file/file-id.js';
import { Home } from './log-location.js';
import { contentSize, holds, holdsBeginning, isExhausted } from '../file/file-contents.js';
import { openSibling, tryToOpen } from './open-sibling.js';
import { LogFile } from '../file/log-file.js';
import { fileAt } from '../file/named-file.js';
import { byAge } from './rotated-files.js';
import type { Sibling } from './rotated-files.js';

/** Names may move on while a file is looked for. */
const MAX_ROUNDS = 10;

/** Where files are looked for, and what is known of those that are there. */
export interface Places {
  /** Of the log itself, with and without links. */
  readonly paths: readonly string[];
  /** Of the other logs of the run: two may have exchanged their names. */
  readonly others: readonly string[];
  /** Gives the siblings. */
  readonly list: () => readonly Sibling[];
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
export function findAgain(position: Position, { paths, others, list, isRead, isKnown }: Places): Found[] {
  const other = (): LogFile | undefined =>
    findOther(
      position,
      list().filter((sibling) => !isRead(sibling)),
      isKnown,
    );
  const file =
    findSame(position.file, paths, list) ??
    findRenumbered(position, paths, list) ??
    other() ??
    findRewritten(position, paths) ??
    findBesideOthers(position.file, others);
  if (file === undefined) return [];
  // To pass over what has been read it would have to be unpacked.
  if (file.isGzip && contentSize(file) === position.offset) return [{ file, how: 'finished' }];
  if (holds(file, position)) return [{ file, how: 'resumed' }];
  const copy = other();
  const restarted: Found = { file, how: 'restarted' };
  return copy === undefined ? [restarted] : [{ file: copy, how: 'copied' }, restarted];
}

/** Opens the file of an id, wherever it is now; undefined when it is not to be found or may not be read. */
function findSame(id: string, paths: readonly string[], list: () => readonly Sibling[]): LogFile | undefined {
  try {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const same = list().find(({ file }) => file === id);
      const file = same === undefined ? named(id, paths) : openSibling(same);
      if (file !== undefined || same === undefined) return file;
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
    const file = findSame(id, [], () => new Home(other).list());
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
function findRenumbered(
  position: Position,
  paths: readonly string[],
  list: () => readonly Sibling[],
): LogFile | undefined {
  const ino = inoOfId(position.file);
  const isAlike = (id: string): boolean => inoOfId(id) === ino;
  const beside = list().filter(({ file }) => isAlike(file));
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
 * is known, rather what is named like a rotated file than like a copy, and rather the oldest, as what follows it may begin
 * with the same lines.
 */
function findOther(
  position: Position,
  siblings: readonly Sibling[],
  isKnown: (sibling: Sibling) => boolean,
): LogFile | undefined {
  if (position.head.length === 0) return undefined;
  const rank = (sibling: Sibling): number => 2 * Number(isKnown(sibling)) + Number(!sibling.isNumbered);
  for (const sibling of [...siblings].sort((a, b) => rank(a) - rank(b) || byAge(a, b))) {
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
