import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';

/**
 * Replaces globs by the files they match, in the order of their names; a path that exists, or holds no wildcard, stands for
 * itself. A file that is named twice, also by a link, is given once, by its first name.
 *
 * @returns the paths, and the globs that match nothing
 */
export function expandGlobs(patterns: readonly string[]): { paths: string[]; unmatched: string[] } {
  const unmatched: string[] = [];
  const paths = patterns.flatMap((pattern) => {
    if (!isDynamicPattern(pattern) || existsSync(pattern)) return [pattern];
    const matches = globSync(pattern, { expandDirectories: false, dot: true, absolute: isAbsolute(pattern) }).sort();
    if (matches.length === 0) unmatched.push(pattern);
    return matches;
  });
  const firstNames = new Map<string, string>();
  for (const path of paths) {
    const file = fileOf(path);
    if (!firstNames.has(file)) firstNames.set(file, path);
  }
  return { paths: [...firstNames.values()], unmatched };
}

/** The path without links, which all names of a file share; the path itself where there is no file yet. */
function fileOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
