import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';

/**
 * Replaces globs by the files they match, in the order of their names; a path that exists, or holds no wildcard, stands for
 * itself. A file that is named twice is given once.
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
  return { paths: [...new Set(paths)], unmatched };
}
