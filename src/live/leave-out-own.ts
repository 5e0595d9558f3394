import { fstatSync } from 'node:fs';
import { isOpenAs, isSameFile, placeOrPath } from '../files/place.js';
import { STATE_MAGIC } from '../monitor/checkpoint/checkpoint-binary.js';
import { isStdin, statOf } from '../source/file-error.js';
import { escapeText } from '../text/escape.js';
import type { Kept } from './leave-out-rotated.js';
import { LOCK_TITLE } from './state/lock-owner.js';
import { beginningOf } from './state/lock-records.js';

/** The paths to follow, and the reasons why the state cannot be kept beside them. */
export interface WithoutState {
  readonly paths: readonly string[];
  readonly faults: readonly string[];
}

/**
 * Leaves out the state of the run and its lock where a glob matches them, as in `/var/log/nginx/*`. A file with one of
 * their names but other content stays: it is a log, which the state must not replace. An empty file is a fault, as it
 * may be a log that was just rotated, and that a server has open: to ask costs less than to lose it.
 */
export function withoutState(
  paths: readonly string[],
  given: readonly string[],
  state: string | undefined,
): WithoutState {
  if (state === undefined) return { paths, faults: [] };
  const faults: string[] = [];
  const kept = paths.filter((path) => {
    if (given.includes(path)) return true;
    if (isSameFile(path, `${state}.lock`)) return !isLockOrGone(`${state}.lock`);
    if (!isSameFile(path, state)) return true;
    const start = startOf(state, STATE_MAGIC.length);
    if (start === '') faults.push(emptyFault(state, path));
    return start !== undefined && start !== '' && start !== STATE_MAGIC;
  });
  return { paths: kept, faults };
}

const emptyFault = (state: string, path: string): string =>
  `${escapeText(state)} cannot keep the state: ${path === state ? 'it' : escapeText(path)} is empty, and matched as a log; ` +
  'delete it if it is none, or name another file';

function isLockOrGone(path: string): boolean {
  const start = startOf(path, LOCK_TITLE.length);
  return start === undefined || start === LOCK_TITLE;
}

/**
 * The first bytes of a file; undefined when it cannot be read, or is not a regular file, which is refused elsewhere.
 */
function startOf(path: string, bytes: number): string | undefined {
  try {
    return beginningOf(placeOrPath(path), bytes)?.toString('latin1');
  } catch {
    return undefined;
  }
}

/**
 * Leaves out names that share an input which is read once and from one end: standard input where it is a file that is
 * followed by its name as well, and all names of a pipe but the first, as two readers of one would tear its lines
 * apart.
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
