import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
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
 * itself. A name that is given twice, however it is written, is given once. Two names of one file are two: each may come to
 * refer to another one.
 */
export function expandGlobs(patterns: readonly string[]): Expanded {
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

/** A name in its folder, however the path is written; the path itself where there is no such folder yet. */
function nameOf(path: string): string {
  if (isStdin(path)) return STDIN;
  try {
    return join(pathOfBytes(realpathSync.native(fsPath(dirname(path)), 'buffer')), basename(path));
  } catch {
    return path;
  }
}
