import { fstatSync } from 'node:fs';
import { isOpenAs, isSameFile } from '../files/place.js';
import { isStdin, statOf } from '../source/file-error.js';
import { escapeText } from '../text/escape.js';
import type { Kept } from './leave-out-rotated.js';

/** Leaves out the state of the run and its lock where a glob matches them, as in `/var/log/nginx/*`. */
export function withoutState(paths: readonly string[], given: readonly string[], state: string | undefined): string[] {
  if (state === undefined) return [...paths];
  const own = [state, `${state}.lock`];
  return paths.filter((path) => given.includes(path) || !own.some((other) => isSameFile(path, other)));
}

/**
 * Leaves out the names that share what is read once and from one end: standard input where it is a file that is followed by
 * its name as well, and all names of a pipe but the first, as two readers of one would tear its lines apart.
 */
export function withoutOpenTwice(paths: readonly string[]): Kept {
  const kept: string[] = [];
  const remarks: string[] = [];
  for (const path of paths) {
    const others = isStdin(path) ? paths.filter((other) => !isStdin(other)) : isPipe(path) ? kept : [];
    const other = others.find((name) => (isStdin(path) ? isFile(0) && isOpenAs(name, 0) : isSameFile(name, path)));
    if (other === undefined) kept.push(path);
    else remarks.push(`${escapeText(path)} is the same file as ${escapeText(other)}, and is not counted twice`);
  }
  return { paths: kept, remarks };
}

const isPipe = (path: string): boolean => statOf(path)?.isFIFO() === true;

function isFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    return false;
  }
}
