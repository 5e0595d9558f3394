import { randomBytes } from 'node:crypto';
import { closeSync, constants, fsyncSync, openSync, unlinkSync, writeFileSync } from 'node:fs';
import { codeOf } from '../source/file-error.js';

const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;

/** Systems that cannot force the names of a folder to the disk report one of these. */
const NO_FOLDER_SYNC = ['EISDIR', 'EPERM', 'EINVAL', 'EACCES', 'EBADF', 'ENOTSUP'];

/**
 * Makes a file for this user alone and opens it for writing. Never opens an existing file, not even through a link that
 * someone planted.
 *
 * @throws the system's error, EEXIST when something has the name
 */
export function openNew(path: string): number {
  return openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
}

/**
 * Makes a file that holds these bytes; leaves no file behind when they cannot all be written.
 *
 * @param isSynced whether to force the bytes to the disk
 * @param use called with the open file when it has all bytes
 * @throws the system's error
 */
export function writeNew(
  path: string,
  bytes: Uint8Array | string,
  isSynced: boolean,
  use?: (fd: number) => void,
): void {
  const fd = openNew(path);
  try {
    try {
      writeFileSync(fd, bytes);
      if (isSynced) fsyncSync(fd);
      use?.(fd);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    removeQuietly(path);
    throw error;
  }
}

/** A name beside `path` that nobody can foresee, so that nobody can have taken it. */
export const nameBeside = (path: string, suffix: string): string => `${path}.${randomName()}${suffix}`;

const NAME_BYTES = 8;

/** The pattern of `randomName`. */
export const RANDOM_NAME = `[0-9a-f]{${2 * NAME_BYTES}}`;

export const randomName = (): string => randomBytes(NAME_BYTES).toString('hex');

/** Forces the names of a folder to the disk, where the system can; a renamed file then has its new name. */
export function syncFolder(folder: string): void {
  try {
    const fd = openSync(folder, 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (!NO_FOLDER_SYNC.includes(codeOf(error))) throw error;
  }
}

/** Removes a file of ours; ignores that it is gone already. */
export function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It stays until a later run finds it.
  }
}
