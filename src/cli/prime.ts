import { closeSync, fstatSync, openSync } from 'node:fs';
import { emptyDigest } from '../digest/digest.js';
import type { Digest } from '../digest/digest.js';
import type { Layout } from '../format/layout.js';
import type { TimeBounds } from '../report/plan.js';
import { recentLines } from '../report/recent.js';
import type { RecentEngines } from '../report/recent.js';
import type { Position } from '../source/chunk.js';
import { fileId } from '../source/file-id.js';

/**
 * What a file holds of these times before the place where it begins to be followed. Nothing where it cannot be read, which
 * is told by those who follow it.
 */
export async function primed(
  path: string,
  { file, offset }: Position,
  format: Layout | 'auto',
  bounds: TimeBounds,
  engines: RecentEngines,
  isStopped: () => boolean,
): Promise<Digest> {
  let fd: number | undefined;
  try {
    fd = openSync(path, 'r');
    const stat = fstatSync(fd, { bigint: true });
    // A file that was not written to in these times holds no line of them.
    const isRecent = stat.mtimeNs >= BigInt(bounds.from) * 1_000_000_000n;
    if (!isRecent || fileId(stat) !== file) return emptyDigest();
    return await recentLines(fd, offset, format, bounds, path, { engines, isStopped });
  } catch {
    return emptyDigest();
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
