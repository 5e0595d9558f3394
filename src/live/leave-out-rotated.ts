import { resolve, sep } from 'node:path';
import { STDIN } from '../source/file-error.js';
import { isRotationSuffix } from '../source/file/rotated-name.js';
import { escapeText } from '../text/escape.js';

const PACKED = /\.(?:gz|bz2|xz|zst)$/;

/** The paths to follow, and remarks about the others. */
export interface Kept {
  readonly paths: readonly string[];
  readonly remarks: readonly string[];
}

/**
 * Leaves out rotated files of other paths, which `access.log*` matches: at the next rotation all of these names change
 * their files, whose lines would be counted again.
 */
export function withoutRotated(paths: readonly string[]): Kept {
  const logs = new Map(paths.filter((path) => path !== STDIN).map((path) => [resolve(path), path]));
  const rotated = new Map<string, string[]>();
  const kept = paths.filter((path) => {
    const log = path === STDIN ? undefined : logOf(resolve(path), logs);
    if (log !== undefined) rotated.set(log, [...(rotated.get(log) ?? []), path]);
    return log === undefined;
  });
  return { paths: kept, remarks: [...rotated].map(([log, others]) => remarkOn(escapeText(log), others)) };
}

/** The path of the log that a name was rotated from: the name without the suffix of a rotation. */
function logOf(name: string, logs: ReadonlyMap<string, string>): string | undefined {
  for (let at = name.length - 2; at > 0 && name[at] !== sep; at--) {
    const log = logs.get(name.slice(0, at));
    if (log !== undefined && isRotated(name.slice(at))) return log;
  }
  return undefined;
}

/**
 * A suffix of a rotation: a number or a date, perhaps packed. A file with a word behind its name, such as `.old`, may
 * be meant.
 */
const isRotated = (suffix: string): boolean => /\d/.test(suffix) && isRotationSuffix(suffix.replace(PACKED, ''));

function remarkOn(log: string, [first = '', ...others]: readonly string[]): string {
  const path = escapeText(first);
  if (others.length === 0) return `${path} is what ${log} was rotated to, and is left out`;
  return `${path} and ${others.length} more are what ${log} was rotated to, and are left out`;
}
