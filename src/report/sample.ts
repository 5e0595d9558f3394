import { readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { bytesAt } from '../source/file/fingerprint.js';

/** A checksum of some of the bytes that were read of a file, by which it is seen whether it still holds them. */
export interface Sample {
  readonly at: number;
  readonly length: number;
  readonly crc: number;
}

/** Of each read, so many bytes: those of all would take a tenth of the time of a report. */
const SAMPLE_BYTES = 4 * 1024;

/** Of bytes that were read at `at`. */
export function sampleOf(at: number, bytes: Uint8Array): Sample {
  const some = bytes.subarray(0, SAMPLE_BYTES);
  return { at, length: some.length, crc: crc32(some) };
}

/** Of the last bytes before `size`: what is put in before them moves them. */
export function sampleOfEnd(fd: number, size: number): Sample {
  const at = Math.max(0, size - SAMPLE_BYTES);
  return sampleOf(at, bytesAt(fd, at, size));
}

/**
 * Whether a file holds what it held when the samples were taken.
 *
 * @param fd of a file that is open for reading
 * @throws the system's error
 */
export function holds(fd: number, samples: readonly Sample[]): boolean {
  const bytes = Buffer.allocUnsafe(SAMPLE_BYTES);
  return samples.every(({ at, length, crc }) => {
    const read = readSync(fd, bytes, 0, length, at);
    return read === length && crc32(bytes.subarray(0, length)) === crc;
  });
}
