import { statSync } from 'node:fs';
import type { Position, Progress } from '../source-event.js';
import { inoOfId } from '../file/file-id.js';
import { fits } from '../file/fingerprint.js';
import { Home } from './log-location.js';
import { beginningOf, contentSize, isBeginningOf } from '../file/file-contents.js';
import { KnownFiles } from './known-files.js';
import { LogFile } from '../file/log-file.js';
import { fsPath } from '../paths/path-bytes.js';

/**
 * The progress of logs of which nothing has been read, but is to be: from the first byte, and nothing of what lies beside
 * them now. One that is a copy of another log, such as a backup, goes on where the copy holds more than was read or is to be
 * read there.
 *
 * @param sources how far the others have been read, by their paths
 */
export function newcomers(
  paths: readonly string[],
  sources: ReadonlyMap<string, Progress>,
): ReadonlyMap<string, Progress> {
  const found = new Map<string, Progress>();
  const places = [...sources.values()].flatMap(placesOf);
  // Of copies of one log, made one after the other, the largest holds what the others do.
  for (const path of largestFirst(paths))
    found.set(path, newcomer(path, placeOfCopy(path, places, [...sources.keys(), ...found.keys()])));
  return found;
}

function newcomer(path: string, position: Position | undefined): Progress {
  const home = new Home(path);
  const known = new KnownFiles();
  for (const sibling of home.tryToList() ?? []) known.note(sibling);
  return { home: home.path, positions: position === undefined ? [] : [position], known: known.list };
}

/** Where to go on with a copy; undefined for a file that is none, or is the very one that was read, under another name. */
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

/** How far a source read its files, those that are closed among them. */
const placesOf = ({ positions, known }: Progress): Position[] => [
  ...positions,
  ...known.flatMap(({ file, offset, head }) =>
    offset === undefined ? [] : [{ file, offset, head, isSkipping: false }],
  ),
];

/** Whether a log, or a file beside it, begins with all that a copy holds. */
function isWholeIn(path: string, copy: LogFile): boolean {
  const beside = new Home(path).tryToList() ?? [];
  return [{ path, isGzip: false }, ...beside].some((other) => {
    const file = tryToOpen(other.path, other.isGzip);
    try {
      return file !== undefined && !copy.has(file.inode) && isBeginningOf(copy, file);
    } finally {
      file?.close();
    }
  });
}

function largestFirst(paths: readonly string[]): string[] {
  const sizes = new Map(paths.map((path) => [path, sizeOf(path)]));
  return [...paths].sort((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0));
}

/** 0 for what cannot be looked at, which is told when it is followed. */
function sizeOf(path: string): number {
  try {
    return statSync(fsPath(path)).size;
  } catch {
    return 0;
  }
}

function tryToOpen(path: string, isGzip = false): LogFile | undefined {
  try {
    return LogFile.open(path, isGzip);
  } catch {
    return undefined;
  }
}
