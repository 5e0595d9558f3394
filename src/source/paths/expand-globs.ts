import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, sep } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { isStdin, STDIN } from '../file-error.js';
import { fileSystem } from './names-in-folder.js';
import { fsPath, pathOfBytes } from './path-bytes.js';

export interface Expanded {
  readonly paths: string[];
  /** The paths that each glob matched, including those that an earlier pattern gave. */
  readonly matches: ReadonlyMap<string, readonly string[]>;
  /** The globs that match nothing. */
  readonly unmatched: string[];
  /** Names given again in another spelling, each with the first one. */
  readonly repeated: (readonly [name: string, first: string])[];
}

/**
 * Replaces globs by the files they match, in the order of their names; a path that exists, or holds no wildcard, stands
 * for itself. A repeated name is returned once.
 *
 * @param nameOf a name's canonical form, shared by all its spellings
 */
export function expandGlobs(patterns: readonly string[], nameOf: (path: string) => string = lastingName): Expanded {
  const matches = new Map<string, readonly string[]>();
  const paths = patterns.flatMap((pattern) => {
    if (!isDynamicPattern(pattern) || existsSync(fsPath(pattern))) return [pattern];
    const found = globSync(pattern, {
      expandDirectories: false,
      dot: true,
      absolute: isAbsolute(pattern),
      fs: fileSystem,
    }).sort();
    matches.set(pattern, found);
    return found;
  });
  const firstNames = new Map<string, string>();
  const repeated: [string, string][] = [];
  for (const path of paths) {
    const name = nameOf(path);
    const first = firstNames.get(name);
    if (first === undefined) firstNames.set(name, path);
    else repeated.push([path, first]);
  }
  const unmatched = [...matches].filter(([, found]) => found.length === 0).map(([pattern]) => pattern);
  return { paths: [...firstNames.values()], matches, unmatched, repeated };
}

/**
 * The canonical form of a name, shared by `./a.log` and `a.log`. Two names that only a link makes names of one file
 * stay two, as the link may be pointed elsewhere.
 */
function lastingName(path: string): string {
  return isStdin(path) ? STDIN : wholeName(path);
}

/** A path from the root, however it is written, including the links on its way. */
export function wholeName(path: string): string {
  const parts = (isAbsolute(path) ? path : join(process.cwd(), sep) + path).split(sep);
  return parts.filter((part) => part !== '' && part !== '.').reduce(entered, '');
}

/** The folder above, unless the way there is a link, which leads to another one, or is not known yet. */
function entered(place: string, part: string): string {
  return part === '..' && (place === '' || isFolder(place))
    ? place.slice(0, place.lastIndexOf(sep))
    : place + sep + part;
}

/** Whether the path is a folder rather than a link, and does not end in `..`. */
function isFolder(path: string): boolean {
  try {
    return basename(path) !== '..' && lstatSync(fsPath(path)).isDirectory();
  } catch {
    return false;
  }
}

/**
 * The name in its real folder, with all links to that folder resolved; the path itself if there is no such folder yet.
 */
export function presentName(path: string): string {
  if (isStdin(path)) return STDIN;
  try {
    return join(pathOfBytes(realpathSync.native(fsPath(dirname(path)), 'buffer')), basename(path));
  } catch {
    return path;
  }
}
