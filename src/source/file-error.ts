import { accessSync, closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { isatty } from 'node:tty';
import { isGzip, packedFault, packingOf } from './file/packing.js';
import { fsPath } from './paths/path-bytes.js';

const advice: Readonly<Record<string, string>> = {
  EACCES: 'permission denied; run as a user who may read it (often one of the group adm), or change its mode',
  EPERM: 'permission denied; run as a user who may read it',
  EISDIR: 'it is a folder; name a file in it, or all of them with a glob such as "FOLDER/*.log"',
  ENOTDIR: 'a part of the path is not a folder; check the path',
  ELOOP: 'its symbolic links go in a circle; check where they point',
  EMFILE: 'too many open files; raise the limit with ulimit -n, or follow fewer files',
  ENAMETOOLONG: 'the path is too long; check it',
  socket: 'it is a socket; let a program read it and give the lines on standard input, named -',
  device: 'it is a device, which holds no log; name a file or a pipe',
};

/** The system's code of an error, such as `ENOENT`, or else its message. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

/** The reason why a file cannot be read, and the remedy. */
export function openFault(code: string): string {
  return `cannot be read: ${advice[code] ?? code}`;
}

/** The reason why an open file could not be read further. */
export function readFault(error: Error): string {
  return `could not be read further: ${advice[codeOf(error)] ?? error.message}`;
}

/** The name for standard input. */
export const STDIN = '-';

const STDIN_PATHS = new Set([STDIN, '/dev/stdin', '/dev/fd/0', '/proc/self/fd/0']);

/** Whether a path is one of the names of standard input, which may be a socket and so cannot be opened by a path. */
export const isStdin = (path: string): boolean => STDIN_PATHS.has(path);

/**
 * Why a file of this kind cannot be read, as a code for `openFault`: a folder, a socket, a device, which may never end
 * or be in use by others. Only the null device is as good as an empty file. Undefined for files and pipes.
 */
export function kindFault(stat: Stats): string | undefined {
  if (stat.isDirectory()) return 'EISDIR';
  if (stat.isSocket()) return 'socket';
  if (stat.isFile() || stat.isFIFO() || isNull(stat)) return undefined;
  return 'device';
}

function isNull(stat: Stats): boolean {
  return stat.isCharacterDevice() && stat.rdev === statSync('/dev/null').rdev;
}

/** Like `kindFault`, for standard input, which may also be a socket or a terminal. */
export function stdinKindFault(): string | undefined {
  const stat = fstatSync(0);
  return stat.isSocket() || isatty(0) ? undefined : kindFault(stat);
}

/** How many bytes of a file show its packing. */
const HEAD_BYTES = 16;

/**
 * Opens a file for reading, and closes it: access(2) would ask for the real user, not for the effective one. Opens
 * regular files only, as the writers of a pipe would take us for a reader.
 *
 * @returns the file's first bytes; none unless it is a regular file
 * @throws the system's error
 */
export function tryToRead(path: string): Uint8Array {
  const head = new Uint8Array(HEAD_BYTES);
  if (!statSync(fsPath(path)).isFile()) {
    accessSync(fsPath(path), constants.R_OK);
    return head.subarray(0, 0);
  }
  const fd = openSync(fsPath(path), constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return head.subarray(0, readSync(fd, head, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(fd);
  }
}

/** Whether a regular file is packed by gzip; false when unknown. */
export function isPackedFile(path: string): boolean {
  try {
    return isGzip(tryToRead(path));
  } catch {
    return false;
  }
}

/** Why the path cannot be followed as it is now; undefined when it can, also when nothing is there yet. */
export function startFault(path: string): string | undefined {
  try {
    const kind = isStdin(path) ? stdinKindFault() : kindFault(statSync(fsPath(path)));
    if (kind !== undefined) return openFault(kind);
    if (isStdin(path)) return undefined;
    const packing = packingOf(tryToRead(path));
    return packing === undefined || packing.name === 'gzip' ? undefined : packedFault(packing, '-');
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOENT' ? undefined : openFault(code);
  }
}

/** The status of the file at a path; undefined when nothing is there, or nothing visible to us. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(fsPath(path));
  } catch {
    return undefined;
  }
}
