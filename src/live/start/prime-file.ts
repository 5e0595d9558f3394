import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { emptyDigest } from '../../digest/digest.js';
import type { Digest } from '../../digest/digest.js';
import type { Layout } from '../../format/layout.js';
import type { TimeBounds } from '../../engine/time-bounds.js';
import { recentLines } from './read-recent.js';
import type { RecentEngines } from './read-recent.js';
import type { Fingerprint, Position } from '../../source/source-event.js';
import { inoOfId } from '../../source/file/file-id.js';
import { bytesAt, fits } from '../../source/file/fingerprint.js';
import { fsPath } from '../../source/paths/path-bytes.js';

/**
 * The digest of a file's lines of these times before the place where following begins. Empty where the file cannot be
 * read, which its follower reports, or was truncated or rewritten since.
 */
export async function primed(
  path: string,
  { file, offset, head }: Position,
  format: Layout | 'auto',
  bounds: TimeBounds,
  engines: RecentEngines,
  isStopped: () => boolean,
): Promise<Digest> {
  let fd: number | undefined;
  try {
    // A pipe that has taken the name meanwhile would block.
    fd = openSync(fsPath(path), constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(fd, { bigint: true });
    // A file without a write in these times holds no line of them.
    const isRecent = stat.mtimeNs >= BigInt(bounds.from) * 1_000_000_000n;
    if (!isRecent || inoOfId(file) !== stat.ino.toString() || !stillHolds(fd, offset, head)) return emptyDigest();
    const edge = edgeOf(fd, offset);
    const digest = await recentLines(fd, offset, format, bounds, path, { engines, isStopped });
    // A file truncated and written again meanwhile is followed from its first byte, and would be counted again.
    return stillHolds(fd, offset, head) && edge.equals(edgeOf(fd, offset)) ? digest : emptyDigest();
  } catch {
    return emptyDigest();
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** The bytes before the place that are compared. */
const EDGE_BYTES = 64;

/** Whether a file reaches as far, and begins, as it did when it began to be followed. */
function stillHolds(fd: number, offset: number, head: Fingerprint): boolean {
  return fstatSync(fd).size >= offset && (head.length === 0 || fits(bytesAt(fd, 0, head.length), head));
}

/** The bytes before the place. */
const edgeOf = (fd: number, offset: number): Buffer =>
  Buffer.from(bytesAt(fd, Math.max(0, offset - EDGE_BYTES), offset));
