import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, sep } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { isStdin, STDIN } from '../file-error.js';
import { fileSystem } from './names-in-folder.js';
import { fsPath, pathOfBytes } from './path-bytes.js';

export interface Expanded {
  readonly paths: string[];
  /** The paths that each glob matched, those included that another pattern gave before. */
  readonly matches: ReadonlyMap<string, readonly string[]>;
  /** The globs that match nothing. */
  readonly unmatched: string[];
  /** Names that were given before in another spelling, each with the one before. */
  readonly repeated: (readonly [name: string, first: string])[];
}

/**
 * Replaces globs by the files they match, in the order of their names; a path that exists, or holds no wildcard, stands for
 * itself. A name that is given twice is given once.
 *
 * @param nameOf what two spellings of one name have in common
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
 * What all spellings of a name have in common, `./a.log` and `a.log`: two names of one file are two where only a link makes
 * them so, as it may be pointed elsewhere.
 */
function lastingName(path: string): string {
  return isStdin(path) ? STDIN : wholeName(path);
}

/** A path from the root, however it is written, with the links that it goes through. */
export function wholeName(path: string): string {
  const parts = (isAbsolute(path) ? path : join(process.cwd(), sep) + path).split(sep);
  return parts.filter((part) => part !== '' && part !== '.').reduce(entered, '');
}

/** The folder above, unless the way there is a link, which leads to another one, or not known yet. */
function entered(place: string, part: string): string {
  return part === '..' && (place === '' || isFolder(place))
    ? place.slice(0, place.lastIndexOf(sep))
    : place + sep + part;
}

/** Whether there is a folder that is no link, and does not end in `..`. */
function isFolder(path: string): boolean {
  try {
    return basename(path) !== '..' && lstatSync(fsPath(path)).isDirectory();
  } catch {
    return false;
  }
}

/** A name in its folder, whatever links lead there; the path itself where there is no such folder yet. */
export function presentName(path: string): string {
  if (isStdin(path)) return STDIN;
  try {
    return join(pathOfBytes(realpathSync.native(fsPath(dirname(path)), 'buffer')), basename(path));
  } catch {
    return path;
  }
}
