import { fstatSync } from 'node:fs';
import { isOpenAs, isSameFile } from '../files/place.js';
import { isStdin } from '../source/file-error.js';
import { escapeText } from '../text/escape.js';
import type { Kept } from './leave-out-rotated.js';

/** Leaves out the state of the run and its lock where a glob matches them, as in `/var/log/nginx/*`. */
export function withoutState(paths: readonly string[], given: readonly string[], state: string | undefined): string[] {
  if (state === undefined) return [...paths];
  const own = [state, `${state}.lock`];
  return paths.filter((path) => given.includes(path) || !own.some((other) => isSameFile(path, other)));
}

/** Leaves out standard input where it is a file that is followed by its name as well. */
export function withoutOpenTwice(paths: readonly string[]): Kept {
  const stdin = paths.find((path) => isStdin(path));
  const other = paths.find((path) => stdin !== undefined && !isStdin(path) && isOpenAs(path, 0));
  if (stdin === undefined || other === undefined || !isFile(0)) return { paths, remarks: [] };
  const remark = `${escapeText(stdin)} is the same file as ${escapeText(other)}, and is not counted twice`;
  return { paths: paths.filter((path) => path !== stdin), remarks: [remark] };
}

function isFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    return false;
  }
}
