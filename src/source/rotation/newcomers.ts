import { statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import type { Position, Progress } from '../source-event.js';
import { inoOfId, isSameInode } from '../file/file-id.js';
import { fits } from '../file/fingerprint.js';
import { LogLocation } from './log-location.js';
import { areTelling, beginningOf, contentSize, holdsBeginning, isBeginningOf } from '../file/file-contents.js';
import { isPackedFile } from '../file-error.js';
import { KnownFiles } from './known-files.js';
import { LogFile } from '../file/log-file.js';
import { isMadeSince } from './made-since.js';
import type { Saved } from './made-since.js';
import { fsPath } from '../paths/path-bytes.js';
import type { Sibling } from './rotated-files.js';
import { UnreadContents } from './unread-contents.js';

/** An unread log, and the files beside it. */
interface Newcomer {
  readonly path: string;
  readonly home: string;
  readonly known: KnownFiles;
  /** The files beside it that are to be read. */
  unread: readonly Sibling[];
}

/** The run before, as far as it is known. */
export interface Before extends Saved {
  /** Its logs that are followed again. */
  readonly followed: readonly string[];
}

/**
 * The progress of logs that are unread but to be read: from the first byte, together with the files beside them that
 * were made after the state had been saved, as the logs have been rotated since. A copy of another log, such as a
 * backup, continues where it holds more than was read or is to be read there.
 *
 * @param sources how far the others have been read, by their paths
 * @param before by default, all files beside the logs were there before, and none of the others is followed
 */
export function newcomers(
  paths: readonly string[],
  sources: ReadonlyMap<string, Progress>,
  before?: Before,
): ReadonlyMap<string, Progress> {
  const found = new Map<string, Progress>();
  if (paths.length === 0) return found;
  const places = [...sources.values()].flatMap(placesOf);
  const others = [...sources.keys()];
  const contents = new UnreadContents(before?.latestTime);
  for (const path of before?.followed ?? []) addUnread(contents, path, places, sources.get(path), before);
  const logs = paths.map((path) => newcomer(path, before));
  leaveCopies(logs, contents, places, others);
  // Of several copies of one log, made one after the other, the largest holds the lines of the others. A rotated log is
  // read from its first byte, so that the files it was rotated to do not seem older than the part read of it.
  for (const { path, home, known, unread } of inOrder(logs)) {
    const copied = placeOfCopy(path, places, [...others, ...found.keys()]);
    const position = copied ?? (isPackedFile(path) ? undefined : contents.add(path, unread.length > 0));
    found.set(path, { home, positions: position === undefined ? [] : [position], known: known.list });
  }
  return found;
}

function newcomer(path: string, saved: Saved | undefined): Newcomer {
  const home = new LogLocation(path);
  const known = new KnownFiles();
  const siblings = home.tryToList() ?? [];
  const unread = saved === undefined ? [] : siblings.filter((sibling) => isMadeSince(sibling, saved));
  for (const sibling of siblings) if (!unread.includes(sibling)) known.note(sibling);
  return { path, home: home.path, known, unread };
}

/** Adds the files that a log read before is to read from their first byte. */
function addUnread(
  contents: UnreadContents,
  path: string,
  places: readonly Position[],
  progress: Progress | undefined,
  saved: Saved | undefined,
): void {
  if (progress === undefined || saved === undefined || isPackedFile(path)) return;
  const file = tryToOpen(path);
  const isReadOn = (position: Position): boolean =>
    file !== undefined && inoOfId(position.file) === inoOfId(file.id) && holdsBeginning(file, position);
  if (!places.some(isReadOn)) contents.add(path);
  file?.close();
  const isRead = ({ file: id }: Sibling): boolean =>
    [...places, ...progress.known].some((other) => inoOfId(other.file) === inoOfId(id));
  for (const sibling of new LogLocation(path).tryToList() ?? [])
    if (!isRead(sibling) && isMadeSince(sibling, saved)) contents.addUnlessWhole(sibling.path, sibling.isGzip);
}

/**
 * Removes copies from the unread files beside the logs: copies of the log itself, of one that was read, or of each
 * other.
 */
function leaveCopies(
  logs: readonly Newcomer[],
  contents: UnreadContents,
  places: readonly Position[],
  others: readonly string[],
): void {
  const named = logs.flatMap(({ path }) => tryToStat(path) ?? []);
  const unread = logs.flatMap((log) => log.unread.map((sibling) => ({ log, sibling })));
  for (const { log, sibling } of unread.sort((a, b) => b.sibling.size - a.sibling.size)) {
    // A file that is followed under its own name is checked under that.
    if (named.some((inode) => isSameInode(inode, sibling))) continue;
    const { path, isGzip } = sibling;
    const isCopy =
      isCopyOfLog(sibling, log.path) || isHeld(sibling, places, others) || contents.addUnlessWhole(path, isGzip);
    if (!isCopy) continue;
    log.known.note(sibling);
    log.unread = log.unread.filter((other) => other !== sibling);
  }
}

/** Whether it is a copy of a log's contents, which are read there. */
function isCopyOfLog({ path, isGzip, isNumbered }: Sibling, log: string): boolean {
  const [file, named] = [tryToOpen(path, isGzip), tryToOpen(log)];
  try {
    if (file === undefined || named === undefined) return false;
    return (!isNumbered || areTelling(beginningOf(file))) && isBeginningOf(file, named);
  } finally {
    file?.close();
    named?.close();
  }
}

/** Whether it is a copy of the contents of other logs, which were read there or will be. */
function isHeld({ path, isGzip }: Sibling, places: readonly Position[], others: readonly string[]): boolean {
  const file = tryToOpen(path, isGzip);
  try {
    if (file === undefined) return false;
    const beginning = beginningOf(file);
    const isAlike = areTelling(beginning) && places.some(({ head }) => fits(beginning, head));
    return isAlike && others.some((other) => isWholeIn(other, file));
  } finally {
    file?.close();
  }
}

/**
 * Where to continue in a copy; undefined unless the file is a copy, and for the very file that was read, under another
 * name.
 */
function placeOfCopy(path: string, places: readonly Position[], paths: readonly string[]): Position | undefined {
  const file = tryToOpen(path);
  if (file === undefined) return undefined;
  try {
    if (places.some((place) => inoOfId(place.file) === inoOfId(file.id))) return undefined;
    const beginning = beginningOf(file);
    const size = contentSize(file);
    const held = places.filter(({ offset, head }) => offset <= size && fits(beginning, head));
    if (held.length === 0) return undefined;
    if (paths.some((other) => isWholeIn(other, file))) file.startAtEnd();
    else file.resume(held.reduce((furthest, place) => (place.offset > furthest.offset ? place : furthest)));
    return file.position;
  } finally {
    file.close();
  }
}

/** How far a source read its files, including the closed ones. */
const placesOf = ({ positions, known }: Progress): Position[] => [
  ...positions,
  ...known.flatMap(({ file, offset, head }) =>
    offset === undefined ? [] : [{ file, offset, head, isSkipping: false }],
  ),
];

/** Whether a log, or a file beside it, begins with all bytes of a copy. */
function isWholeIn(path: string, copy: LogFile): boolean {
  const beside = new LogLocation(path).tryToList() ?? [];
  return [{ path, isGzip: false }, ...beside].some((other) => {
    const file = tryToOpen(other.path, other.isGzip);
    try {
      return file !== undefined && !copy.has(file.inode) && isBeginningOf(copy, file);
    } finally {
      file?.close();
    }
  });
}

/** The rotated logs first, then the largest. */
function inOrder(logs: readonly Newcomer[]): Newcomer[] {
  const sizes = new Map(logs.map(({ path }) => [path, sizeOf(path)]));
  return [...logs].sort(
    (a, b) =>
      Number(b.unread.length > 0) - Number(a.unread.length > 0) || (sizes.get(b.path) ?? 0) - (sizes.get(a.path) ?? 0),
  );
}

/** 0 if the file cannot be looked at, which is reported when it is followed. */
const sizeOf = (path: string): number => Number(tryToStat(path)?.size ?? 0);

function tryToStat(path: string): BigIntStats | undefined {
  try {
    return statSync(fsPath(path), { bigint: true });
  } catch {
    return undefined;
  }
}

function tryToOpen(path: string, isGzip = false): LogFile | undefined {
  try {
    return LogFile.open(path, isGzip);
  } catch {
    return undefined;
  }
}
