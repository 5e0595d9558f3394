import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { isStdin, STDIN } from './fault.js';

export interface Expanded {
  readonly paths: string[];
  readonly unmatched: string[];
  readonly repeated: (readonly [name: string, first: string])[];
}

/**
 * Replaces globs by the files they match, in the order of their names; a path that exists, or holds no wildcard, stands for
 * itself. A file that is named twice, also by a link, is given once, by its first name.
 *
 * @returns the paths; the globs that match nothing; the other names, each with that by which its file is given
 */
export function expandGlobs(patterns: readonly string[]): Expanded {
  const unmatched: string[] = [];
  const paths = patterns.flatMap((pattern) => {
    if (!isDynamicPattern(pattern) || existsSync(pattern)) return [pattern];
    const matches = globSync(pattern, { expandDirectories: false, dot: true, absolute: isAbsolute(pattern) }).sort();
    if (matches.length === 0) unmatched.push(pattern);
    return matches;
  });
  const firstNames = new Map<string, string>();
  const repeated: [string, string][] = [];
  for (const path of paths) {
    const file = fileOf(path);
    const first = firstNames.get(file);
    if (first === undefined) firstNames.set(file, path);
    else repeated.push([path, first]);
  }
  return { paths: [...firstNames.values()], unmatched, repeated };
}

/** The path without links, which all names of a file share; the path itself where there is no file yet. */
function fileOf(path: string): string {
  if (isStdin(path)) return STDIN;
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
