import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { codeOf } from '../../source/file-error.js';
import { ownerIn } from './lock-owner.js';
import type { Owner } from './lock-owner.js';
import { RANDOM_NAME } from '../../files/new-file.js';

const MAX_RECORD_BYTES = 1024;

/** The first bytes of a regular file; undefined when it is something else, such as a link. Never waits. */
export function beginningOf(path: string, bytes: number): Buffer | undefined {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    // A link, and a socket.
    if (['ELOOP', 'EMLINK', 'ENXIO'].includes(codeOf(error))) return undefined;
    throw error;
  }
  try {
    if (!fstatSync(fd).isFile()) return undefined;
    const buffer = Buffer.alloc(bytes);
    return buffer.subarray(0, readSync(fd, buffer, 0, bytes, 0));
  } finally {
    closeSync(fd);
  }
}

/**
 * The owner of the record at a path. `foreign`: not a record, or not the whole of one.
 *
 * @throws the system's error, such as EACCES
 */
export function recordAt(path: string): Owner | 'gone' | 'foreign' {
  try {
    const bytes = beginningOf(path, MAX_RECORD_BYTES);
    return (bytes && ownerIn(bytes.toString('latin1'))) ?? 'foreign';
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'gone';
    throw error;
  }
}

/** The files beside `path` named after it, with a random part and `suffix` added, that belong to one of these users. */
export function randomlyNamed(path: string, suffix: string, uids?: readonly (number | undefined)[]): string[] {
  const folder = dirname(path);
  const name = `${basename(path)}.`;
  const rest = new RegExp(`^${RANDOM_NAME}$`);
  return readdirSync(folder)
    .filter((other) => other.startsWith(name) && other.endsWith(suffix))
    .filter((other) => rest.test(other.slice(name.length, other.length - suffix.length)))
    .map((other) => join(folder, other))
    .filter((other) => {
      const stat = lstatSync(other, { throwIfNoEntry: false });
      return stat?.isFile() === true && (uids === undefined || uids.includes(stat.uid));
    });
}
