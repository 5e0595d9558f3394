import { lstatSync, readlinkSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { basename, dirname, join, parse, resolve, sep } from 'node:path';

/** As many as Linux follows. */
const MAX_LINKS = 40;

const STICKY = 0o1000;
const WRITABLE_BY_ALL = 0o002;

/** The code of a link that someone else may have planted. */
export const PLANTED = 'EPLANTED';

/**
 * The path that a file is at or would be made at, with all links followed.
 *
 * A link in a folder in which everyone may make names, such as /tmp, counts only when this user or the folder's owner
 * owns it. This is what Linux does with `fs.protected_symlinks`, which is off in some places.
 *
 * @throws an error whose code is the system's, or `PLANTED`
 */
export function placeOf(path: string): string {
  const whole = resolve(path);
  const { root } = parse(whole);
  const parts = partsOf(whole.slice(root.length));
  let place = root;
  for (let links = 0; parts.length > 0;) {
    const part = parts.shift() ?? '';
    if (part === '..') {
      place = dirname(place);
      continue;
    }
    const next = join(place, part);
    const stat = lstatSync(next, { throwIfNoEntry: false });
    if (stat === undefined && parts.length > 0) throw faultOf('ENOENT');
    if (stat?.isSymbolicLink() !== true) {
      if (parts.length > 0 && stat?.isDirectory() !== true) throw faultOf('ENOTDIR');
      place = next;
      continue;
    }
    if (++links > MAX_LINKS) throw faultOf('ELOOP');
    if (isPlanted(stat, statSync(place))) throw faultOf(PLANTED);
    const target = readlinkSync(next);
    if (resolve(target) === target) place = parse(target).root;
    parts.unshift(...partsOf(target));
  }
  return place;
}

const partsOf = (path: string): string[] => path.split(sep).filter((part) => part !== '' && part !== '.');

function isPlanted(link: Stats, folder: Stats): boolean {
  const isOpenToAll = (folder.mode & STICKY) !== 0 && (folder.mode & WRITABLE_BY_ALL) !== 0;
  return isOpenToAll && link.uid !== process.geteuid?.() && link.uid !== folder.uid;
}

/**
 * Whether two paths refer to one file, through links, hard links, and linked or doubly mounted folders; or would, once
 * it is made.
 */
export function isSameFile(a: string, b: string): boolean {
  const identities = identitiesOf(a);
  return identitiesOf(b).some((identity) => identities.includes(identity));
}

/** Whether a path refers to the file that is open as this descriptor. */
export function isOpenAs(path: string, fd: number): boolean {
  try {
    return isSameFile(path, `/dev/fd/${fd}`);
  } catch {
    return false;
  }
}

/** Properties that only this file has: its own inode number, and its name in a folder of that number. */
function identitiesOf(path: string): string[] {
  const place = placeOrPath(path);
  const own = numberOf(path);
  const folder = numberOf(dirname(place));
  return [...(own === undefined ? [] : [own]), folder === undefined ? place : `${folder}${sep}${basename(place)}`];
}

/** Undefined when nothing is there, or nothing visible to us. */
function numberOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

/** Like `placeOf`; for a path whose links lead nowhere, that path itself. */
export function placeOrPath(path: string): string {
  try {
    return placeOf(path);
  } catch {
    return resolve(path);
  }
}

/** An error with a code like the system's. */
export const faultOf = (code: string): Error => Object.assign(new Error(code), { code });
