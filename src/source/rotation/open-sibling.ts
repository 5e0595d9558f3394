import type { Position } from '../source-event.js';
import { codeOf } from '../file-error.js';
import { holdsBeginning, isExhausted } from '../file/file-contents.js';
import { LogFile } from '../file/log-file.js';
import type { Sibling } from './rotated-files.js';

/**
 * Opens a sibling; undefined when its name has moved on to another file.
 *
 * @throws the system's error
 */
export function openSibling({ path, file: id, isGzip }: Sibling): LogFile | undefined {
  try {
    const file = LogFile.open(path, isGzip);
    if (file.id === id) return file;
    file.close();
    return undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Opens a sibling; undefined also when it may not be read.
 *
 * @throws the system's error when no more files can be opened
 */
export function tryToOpen(sibling: Sibling): LogFile | undefined {
  try {
    return openSibling(sibling);
  } catch (error) {
    if (isExhausted(error)) throw error;
    return undefined;
  }
}

/** Whether a sibling holds the bytes read up to a position; opens it for that; false when it cannot be opened. */
export function siblingHolds(sibling: Sibling, position: Position): boolean {
  const file = tryToOpen(sibling);
  try {
    return file !== undefined && holdsBeginning(file, position);
  } finally {
    file?.close();
  }
}
