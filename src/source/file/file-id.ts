import { statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';

/** Identifies where the bytes of a file are. As long as a file is open, no other file has its inode. */
export interface Inode {
  readonly dev: bigint;
  readonly ino: bigint;
}

/** A file that may not be open: its inode, and its `fileId`. */
export interface FileOnDisk extends Inode {
  readonly file: string;
}

export const inodeOf = ({ dev, ino }: BigIntStats): Inode => ({ dev, ino });

export const isSameInode = (a: Inode, b: Inode): boolean => a.ino === b.ino && a.dev === b.dev;

/** The inode as a key of a map. */
export const inodeKey = ({ dev, ino }: Inode): string => `${dev}:${ino}`;

/**
 * Identifies a file that is not open, whatever its name. Inode numbers are reused, often at once, so the id includes
 * the time of birth. It excludes the device, which may have another number after a restart of the machine.
 *
 * Two files may have one id where no time of birth is known, and one file two ids: on an overlay file system the first
 * write to a file of a lower layer gives it a new time of birth. So we compare open files by inode, and others by
 * content as well.
 */
export const fileId = (stat: BigIntStats): string => `${stat.ino}.${birthOf(stat)}`;

/** When a file was made, from its id, in nanoseconds since 1970; 0 when unknown. */
export const birthOfId = (id: string): bigint => BigInt(id.slice(id.indexOf('.') + 1));

/** The inode number of an id. */
export const inoOfId = (id: string): string => id.slice(0, id.indexOf('.'));

/** When a file was made, in nanoseconds since 1970; 0 when the system does not know. */
export const birthOf = ({ birthtimeNs }: BigIntStats): bigint => (isBirthTold() ? birthtimeNs : 0n);

/**
 * Whether the system knows times of birth. Without statx(2), as under the seccomp rules of old container runtimes and
 * before Linux 4.11, Node gives the time of the last change instead, which each write moves on: then the two are always
 * the same.
 */
function isBirthTold(): boolean {
  isTold ??= ['/', '/etc', '/usr', process.execPath].some((path) => isUnlikeChange(path));
  return isTold;
}

let isTold: boolean | undefined;

function isUnlikeChange(path: string): boolean {
  try {
    const { birthtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return birthtimeNs !== ctimeNs;
  } catch {
    return false;
  }
}
