import { fstatSync, realpathSync } from 'node:fs';
import type { Fingerprint, Position } from './chunk.js';
import { codeOf } from './fault.js';
import { bytesAt, fits, HEAD_BYTES, headOf, NO_HEAD } from './fingerprint.js';
import { unpackedHead, unpackedSize } from './finished.js';
import { LogFile } from './log-file.js';
import type { Sibling } from './siblings.js';

/**
 * Opens a sibling; undefined when its name has moved on to another file, or it may not be read.
 *
 * @throws the system's error when no more files can be opened
 */
export function openSibling({ path, file: id, isGzip }: Sibling): LogFile | undefined {
  try {
    const file = LogFile.open(path, isGzip);
    if (file.id === id) return file;
    file.close();
    return undefined;
  } catch (error) {
    if (['EMFILE', 'ENFILE'].includes(codeOf(error))) throw error;
    return undefined;
  }
}

/** The bytes that a file, or what is packed in it, begins with. */
export function beginningOf({ fd, isGzip }: LogFile): Uint8Array {
  return isGzip ? unpackedHead(fd) : bytesAt(fd, 0, HEAD_BYTES);
}

/** How many bytes a file, or what is packed in it, holds. */
export function contentSize(file: LogFile): number {
  const { size } = file.stat();
  return file.isGzip ? unpackedSize(file.fd, size) : size;
}

/** Whether a file may go on, at the offset, what was read up to there. */
export function holds(file: LogFile, { offset, head }: Position): boolean {
  return contentSize(file) >= offset && fits(beginningOf(file), head);
}

/** The fingerprint of what lies beside a log, or is packed in it. */
export function headOfSibling(sibling: Sibling): Fingerprint {
  const file = openSibling(sibling);
  if (file === undefined) return NO_HEAD;
  try {
    return headOf(beginningOf(file));
  } finally {
    file.close();
  }
}

/** A path without links; undefined when there is nothing. */
export function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** Whether an open file has no name any more; not when that cannot be told. */
export function isDeleted({ fd }: LogFile): boolean {
  try {
    return fstatSync(fd).nlink === 0;
  } catch {
    return false;
  }
}
