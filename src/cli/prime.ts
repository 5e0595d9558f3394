import { closeSync, fstatSync, openSync } from 'node:fs';
import { emptyDigest } from '../digest/digest.js';
import type { Digest } from '../digest/digest.js';
import type { Layout } from '../format/layout.js';
import type { TimeBounds } from '../report/plan.js';
import { recentLines } from '../report/recent.js';
import type { Position } from '../source/chunk.js';
import { fileId } from '../source/fingerprint.js';

/**
 * What a file holds of these times before the place where it begins to be followed. Nothing where it cannot be read, which
 * is told by those who follow it.
 */
export async function primed(
  path: string,
  { file, offset }: Position,
  format: Layout | 'auto',
  bounds: TimeBounds,
): Promise<Digest> {
  let fd: number | undefined;
  try {
    fd = openSync(path, 'r');
    const isSame = fileId(fstatSync(fd, { bigint: true })) === file;
    return isSame ? await recentLines(fd, offset, format, bounds, path) : emptyDigest();
  } catch {
    return emptyDigest();
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
