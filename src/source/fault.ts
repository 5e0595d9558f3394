import { accessSync, closeSync, constants, fstatSync, openSync, statSync } from 'node:fs';

const advice: Readonly<Record<string, string>> = {
  EACCES: 'permission denied; run as a user who may read it (often one of the group adm), or change its mode',
  EPERM: 'permission denied; run as a user who may read it',
  EISDIR: 'it is a folder; name a file in it, or all of them with a glob such as "FOLDER/*.log"',
  ENOTDIR: 'a part of the path is not a folder; check the path',
  ELOOP: 'its symbolic links go in a circle; check where they point',
  EMFILE: 'too many open files; raise the limit with ulimit -n, or follow fewer files',
  ENAMETOOLONG: 'the path is too long; check it',
};

/** The system's code of an error, such as `ENOENT`, or what it says of itself. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

/** Says why a file cannot be read, and what to do. */
export function openFault(code: string): string {
  return `cannot be read: ${advice[code] ?? code}`;
}

/** Says why an open file could not be read further. */
export function readFault(error: Error): string {
  return `could not be read further: ${advice[codeOf(error)] ?? error.message}`;
}

/** The name by which standard input is called. */
export const STDIN = '-';

/**
 * Opens a file for reading, and closes it: access(2) would ask for the real user, not for the one who reads. What is no
 * regular file is not opened, as the writers of a pipe would take that for a reader.
 *
 * @throws the system's error
 */
export function tryToRead(path: string): void {
  if (statSync(path).isFile()) closeSync(openSync(path, constants.O_RDONLY | constants.O_NONBLOCK));
  else accessSync(path, constants.R_OK);
}

/** Why the path cannot be followed as it is now; undefined when it can, also when nothing is there yet. */
export function startFault(path: string): string | undefined {
  try {
    // Node takes a folder as standard input for one that has ended.
    if (path === STDIN) return fstatSync(0).isDirectory() ? openFault('EISDIR') : undefined;
    if (statSync(path).isDirectory()) return openFault('EISDIR');
    tryToRead(path);
    return undefined;
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOENT' ? undefined : openFault(code);
  }
}
