import { readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { Fingerprint } from '../source-event.js';

/** How many bytes at the beginning of a file the fingerprint covers at most. */
export const HEAD_BYTES = 1024;

/** The fingerprint of a file that has not been read yet: it fits none. */
export const NO_HEAD: Fingerprint = { length: 0, crc: 0 };

/** The fingerprint of a file that begins with these bytes. */
export function headOf(bytes: Uint8Array): Fingerprint {
  const head = bytes.subarray(0, HEAD_BYTES);
  return { length: head.length, crc: crc32(head) };
}

/** Extends a fingerprint by the bytes of the file from `at` on, if it reaches up to them. */
export function extended({ length, crc }: Fingerprint, at: number, bytes: Uint8Array): Fingerprint {
  if (length < at || length >= HEAD_BYTES) return { length, crc };
  const more = bytes.subarray(length - at, HEAD_BYTES - at);
  return { length: length + more.length, crc: crc32(more, crc) };
}

/** Whether a file that begins with these bytes may be the one that had the fingerprint: it may have grown since. */
export function fits(bytes: Uint8Array, { length, crc }: Fingerprint): boolean {
  return length > 0 && bytes.length >= length && crc32(bytes.subarray(0, length)) === crc;
}

/** The bytes `[from, to)` of an open file; fewer where it ends before. */
export function bytesAt(fd: number, from: number, to: number): Uint8Array {
  const bytes = new Uint8Array(Math.max(0, to - from));
  let length = 0;
  while (length < bytes.length) {
    const count = readSync(fd, bytes, length, bytes.length - length, from + length);
    if (count === 0) break;
    length += count;
  }
  return bytes.subarray(0, length);
}
