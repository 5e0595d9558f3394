import { statSync } from 'node:fs';
import type { Checkpoint } from '../../monitor/checkpoint/checkpoint.js';
import { birthOf } from '../../source/file/file-id.js';
import type { Expanded } from '../../source/paths/expand-globs.js';
import { STDIN } from '../../source/file-error.js';
import { newcomers } from '../../source/rotation/newcomers.js';
import type { LatestTime } from '../../source/rotation/older-lines.js';
import { fsPath } from '../../source/paths/path-bytes.js';

/**
 * Adds to a checkpoint the logs that appeared after it was saved, so that they are read from their first byte: logs
 * whose glob also matches known ones, and logs made later.
 *
 * @param latestTime distinguishes new lines from old ones; by default only the time at which a file was made does
 */
export function withAppeared(
  checkpoint: Checkpoint,
  paths: readonly string[],
  { matches }: Expanded,
  latestTime?: LatestTime,
): Checkpoint {
  const { at, sources } = checkpoint;
  const isKnown = (path: string): boolean => sources.has(path);
  const ofKnownGlobs = new Set([...matches.values()].filter((found) => found.some(isKnown)).flat());
  const appeared = paths.filter(
    (path) => path !== STDIN && !isKnown(path) && (ofKnownGlobs.has(path) || wasMadeAfter(path, at)),
  );
  const before = { at, latestTime, followed: paths.filter(isKnown) };
  return { ...checkpoint, sources: new Map([...sources, ...newcomers(appeared, sources, before)]) };
}

/** @param at milliseconds since 1970 */
function wasMadeAfter(path: string, at: number): boolean {
  try {
    const stat = statSync(fsPath(path), { bigint: true });
    return stat.isFile() && birthOf(stat) > BigInt(Math.ceil(at)) * 1_000_000n;
  } catch {
    return false;
  }
}
