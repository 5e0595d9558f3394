import { lstatSync, statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { birthOf, fileId } from '../file/file-id.js';
import type { Inode } from '../file/file-id.js';
import { namesIn } from '../paths/names-in-folder.js';
import { fsPath } from '../paths/path-bytes.js';
import { isRotationMark, isRotationSuffix } from '../file/rotated-name.js';

/** A file that lies beside a log and may be what became of it. */
export interface Sibling extends Inode {
  readonly path: string;
  /** See `fileId`. */
  readonly file: string;
  readonly size: number;
  /** Nanoseconds since 1970: when it was last written to, which packing keeps, and when it was made. */
  readonly mtime: bigint;
  readonly birth: bigint;
  readonly isGzip: boolean;
  /** Whether its name has a number or a date in it, as those of rotated files have; copies are named otherwise. */
  readonly isNumbered: boolean;
}

/** Whether a file of this name may be what became of the log of the other one. */
export function isSiblingName(name: string, log: string): boolean {
  return kindOf(name, log) !== undefined;
}

/** A folder is listed so many times at most when what was listed is gone before it was looked at. */
export const MAX_LISTINGS = 5;

/**
 * The regular files beside a log that are named like rotated ones, in the order in which they were last written to.
 *
 * @throws the system's error when the folder cannot be listed
 */
export function siblingsOf(log: string): Sibling[] {
  for (let listings = 1; ; listings++) {
    const { siblings, isPackedMeanwhile } = listed(log);
    if (!isPackedMeanwhile || listings === MAX_LISTINGS) return siblings.sort(byAge);
  }
}

/** One listing, and whether a file was packed and deleted while it was made, so that it holds neither. */
function listed(log: string): { siblings: Sibling[]; isPackedMeanwhile: boolean } {
  const [folder, name] = [dirname(log), basename(log)];
  let isPackedMeanwhile = false;
  const names = namesIn(folder);
  // All are passed over that begin otherwise, as a folder may hold the logs of a thousand servers.
  const stem = stemOf(name);
  const alike = names.filter((other) => other.startsWith(stem));
  const there = new Set(alike);
  const siblings = alike.flatMap((other): Sibling[] => {
    const kind = kindOf(other, name);
    if (kind === undefined) return [];
    // Until it has been packed the file itself is there too, and what it is packed into is not whole.
    if (kind.isGzip && there.has(other.slice(0, -'.gz'.length))) return [];
    const path = join(folder, other);
    const stat = statOf(path);
    // A link that leads to nothing stays.
    if (stat === undefined && there.has(`${other}.gz`) && !isThere(path)) isPackedMeanwhile = true;
    if (stat?.isFile() !== true) return [];
    const { dev, ino, mtimeNs: mtime } = stat;
    return [{ path, dev, ino, file: fileId(stat), size: Number(stat.size), mtime, birth: birthOf(stat), ...kind }];
  });
  return { siblings, isPackedMeanwhile };
}

/** Orders siblings by when they were last written to. */
export const byAge = (a: Sibling, b: Sibling): number => order(a.mtime, b.mtime) || order(a.birth, b.birth);

const order = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** Undefined where there is nothing, or nothing that can be looked at, such as a link that leads to itself. */
function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(fsPath(path), { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** What cannot be looked at is there. */
function isThere(path: string): boolean {
  try {
    return lstatSync(fsPath(path), { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

function kindOf(name: string, log: string): Pick<Sibling, 'isGzip' | 'isNumbered'> | undefined {
  const isGzip = name.endsWith('.gz');
  const marked = markOf(name, log, isGzip);
  return marked === undefined ? undefined : { isGzip, isNumbered: /\d/.test(marked) };
}

/** The name without its ending. */
const stemOf = (log: string): string => log.slice(0, log.length - extname(log).length);

/** What a name has that the log's has not; undefined when it is not one of a rotated file. */
function markOf(name: string, log: string, isGzip: boolean): string | undefined {
  if (name === log) return undefined;
  const plain = isGzip ? name.slice(0, -'.gz'.length) : name;
  if (plain.startsWith(log) && isRotationSuffix(plain.slice(log.length))) return plain.slice(log.length);
  const ending = extname(log);
  const stem = stemOf(log);
  if (ending === '' || !plain.startsWith(stem) || !plain.endsWith(ending)) return undefined;
  const infix = plain.slice(stem.length, plain.length - ending.length);
  return isRotationMark(infix) ? infix : undefined;
}
