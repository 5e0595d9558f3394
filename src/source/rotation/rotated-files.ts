import { lstatSync, statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { birthOf, fileId } from '../file/file-id.js';
import type { Inode } from '../file/file-id.js';
import { namesIn } from '../paths/names-in-folder.js';
import { fsPath } from '../paths/path-bytes.js';
import { isRotationMark, isRotationSuffix } from '../file/rotated-name.js';

/** A file beside a log that the log may have been rotated to. */
export interface Sibling extends Inode {
  readonly path: string;
  /** See `fileId`. */
  readonly file: string;
  readonly size: number;
  /** When it was last written to, which packing keeps, and when it was made; in nanoseconds since 1970. */
  readonly mtime: bigint;
  readonly birth: bigint;
  readonly isGzip: boolean;
  /** Whether its name has a number or a date in it, like those of rotated files; copies have other names. */
  readonly isNumbered: boolean;
}

/** Whether a log may have been rotated to a file of this name. */
export function isSiblingName(name: string, log: string): boolean {
  return kindOf(name, log) !== undefined;
}

/** How often a folder is listed at most, if listed files are gone before the look at them. */
export const MAX_LISTINGS = 5;

/**
 * The regular files beside a log that are named like rotated ones, ordered by the time of their last write.
 *
 * @throws the system's error when the folder cannot be listed
 */
export function siblingsOf(log: string): Sibling[] {
  for (let listings = 1; ; listings++) {
    const { siblings, isPackedMeanwhile } = listed(log);
    if (!isPackedMeanwhile || listings === MAX_LISTINGS) return siblings.sort(byAge);
  }
}

/** One listing, and whether a file was packed and deleted meanwhile, so that the listing has neither. */
function listed(log: string): { siblings: Sibling[]; isPackedMeanwhile: boolean } {
  const [folder, name] = [dirname(log), basename(log)];
  let isPackedMeanwhile = false;
  const names = namesIn(folder);
  // Skips all names with another beginning, as a folder may hold the logs of a thousand servers.
  const stem = stemOf(name);
  const alike = names.filter((other) => other.startsWith(stem));
  const there = new Set(alike);
  const siblings = alike.flatMap((other): Sibling[] => {
    const kind = kindOf(other, name);
    if (kind === undefined) return [];
    // During packing the original is there too, and the packed file is incomplete.
    if (kind.isGzip && there.has(other.slice(0, -'.gz'.length))) return [];
    const path = join(folder, other);
    const stat = statOf(path);
    // A dangling link stays.
    if (stat === undefined && there.has(`${other}.gz`) && !isThere(path)) isPackedMeanwhile = true;
    if (stat?.isFile() !== true) return [];
    const { dev, ino, mtimeNs: mtime } = stat;
    return [{ path, dev, ino, file: fileId(stat), size: Number(stat.size), mtime, birth: birthOf(stat), ...kind }];
  });
  return { siblings, isPackedMeanwhile };
}

/** Orders siblings by the time of their last write. */
export const byAge = (a: Sibling, b: Sibling): number => order(a.mtime, b.mtime) || order(a.birth, b.birth);

const order = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** Undefined if nothing is there, or nothing that can be looked at, such as a link to itself. */
function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(fsPath(path), { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** A file that cannot be looked at counts as present. */
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

/** The name without its extension. */
const stemOf = (log: string): string => log.slice(0, log.length - extname(log).length);

/** The part of a name that the log's name lacks; undefined unless it is the name of a rotated file. */
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
