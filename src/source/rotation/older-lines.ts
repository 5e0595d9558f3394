import { bytesAt } from '../file/fingerprint.js';
import { unpackedHead } from '../file/gzip.js';
import type { LogFile } from '../file/log-file.js';

/** Returns the latest time that some lines state, in seconds since 1970; undefined if they state none. */
export type LatestTime = (lines: Uint8Array) => number | undefined;

const FIRST_BYTES = 64 * 1024;
const LAST_BYTES = 4 * 1024;
const NEWLINE = 0x0a;

/** The times that the lines of files state, if any, each parsed once. */
export class LineTimes {
  /** The time of the last lines read of a file, and the offset up to which these were read. */
  private readonly read = new WeakMap<LogFile, { readonly offset: number; readonly time: number }>();

  constructor(private readonly latestTime: LatestTime) {}

  /**
   * Whether the first lines of a file were logged before the last lines read of others. Then the log was not rotated to
   * it after these were read; it was put beside the log, such as an old file that was unpacked.
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

/** The whole lines before the offset of a file; of a packed one, only lines near enough to its beginning. */
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
