import { statSync } from 'node:fs';
import type { Position } from '../source-event.js';
import { fileId, inodeOf } from './file-id.js';
import type { FileOnDisk } from './file-id.js';
import { holdsBeginning } from './file-contents.js';
import { LogFile } from './log-file.js';
import { fsPath } from '../paths/path-bytes.js';

/**
 * The file that a path refers to now.
 *
 * @throws the system's error, and an error of its own for anything but a regular file
 */
export function fileAt(path: string): FileOnDisk {
  const stat = statSync(fsPath(path), { bigint: true });
  if (stat.isFile()) return { ...inodeOf(stat), file: fileId(stat) };
  // A pipe is not even opened: its writers would take us for a reader.
  throw Object.assign(new Error(), { code: stat.isDirectory() ? 'EISDIR' : 'not a regular file' });
}

/**
 * Whether the file that a path refers to now holds the bytes read up to a position.
 *
 * @throws as `LogFile.open` does
 */
export function pathHolds(path: string, position: Position): boolean {
  const file = LogFile.open(path);
  try {
    return holdsBeginning(file, position);
  } finally {
    file.close();
  }
}
