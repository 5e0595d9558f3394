import { bytesAt } from '../file/fingerprint.js';
import { unpackedHead } from '../file/gzip.js';
import type { LogFile } from '../file/log-file.js';

/** Gives the latest time that some lines state, in seconds since 1970; undefined where they state none. */
export type LatestTime = (lines: Uint8Array) => number | undefined;

const FIRST_BYTES = 64 * 1024;
const LAST_BYTES = 4 * 1024;
const NEWLINE = 0x0a;

/** The times that the lines of files state, where there are such, each looked at once. */
export class LineTimes {
  /** Of the last lines read of a file, and up to where these were read. */
  private readonly read = new WeakMap<LogFile, { readonly offset: number; readonly time: number }>();

  constructor(private readonly latestTime: LatestTime) {}

  /**
   * Whether what a file begins with was logged before the last lines that have been read of others: then it is not one that
   * the log was rotated to after these were read, but was put beside it, such as an old one that was unpacked.
   */
  isOlder(file: LogFile, others: readonly LogFile[]): boolean {
    const time = this.latestTime(firstBytes(file));
    return time !== undefined && others.some((other) => this.timeRead(other) > time);
  }

  private timeRead(file: LogFile): number {
    const { offset } = file;
    const known = this.read.get(file);
    if (known?.offset === offset) return known.time;
    const time = this.latestTime(lastLinesRead(file)) ?? -Infinity;
    this.read.set(file, { offset, time });
    return time;
  }
}

const firstBytes = ({ fd, isGzip }: LogFile): Uint8Array =>
  isGzip ? unpackedHead(fd).subarray(0, FIRST_BYTES) : bytesOf(fd, 0, FIRST_BYTES);

/** Whole lines before the offset of a file; of a packed one those that are near enough to its beginning. */
function lastLinesRead({ fd, isGzip, offset }: LogFile): Uint8Array {
  const from = Math.max(0, offset - LAST_BYTES);
  const bytes = isGzip ? unpackedHead(fd).subarray(0, offset).subarray(-LAST_BYTES) : bytesOf(fd, from, offset);
  return from === 0 ? bytes : bytes.subarray(bytes.indexOf(NEWLINE) + 1);
}

function bytesOf(fd: number, from: number, to: number): Uint8Array {
  try {
    return bytesAt(fd, from, to);
  } catch {
    return new Uint8Array(0);
  }
}
