import { readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { bytesAt } from '../source/file/fingerprint.js';

/** A checksum of some of the bytes read from a file, for checking that it still holds them. */
export interface Sample {
  readonly at: number;
  readonly length: number;
  readonly crc: number;
}

/** How many bytes of each read are sampled: sampling all would take a tenth of the time of a report. */
const SAMPLE_BYTES = 4 * 1024;

/** A sample of bytes that were read at `at`. */
export function sampleOf(at: number, bytes: Uint8Array): Sample {
  const some = bytes.subarray(0, SAMPLE_BYTES);
  return { at, length: some.length, crc: crc32(some) };
}

/** A sample of the last bytes before `size`: an insertion before them moves them. */
export function sampleOfEnd(fd: number, size: number): Sample {
  const at = Math.max(0, size - SAMPLE_BYTES);
  return sampleOf(at, bytesAt(fd, at, size));
}

/**
 * Whether a file still holds the sampled bytes.
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
