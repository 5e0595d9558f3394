import { beginningOf } from '../file/file-contents.js';
import { HEAD_BYTES } from '../file/fingerprint.js';
import { tryToOpen } from './open-sibling.js';
import type { LatestTime } from './older-lines.js';
import type { Sibling } from './rotated-files.js';

/** When a run last saved its state. */
export interface Saved {
  /** In milliseconds since 1970. */
  readonly at: number;
  /** Tells old lines in a new file from new ones; default: they are not told apart. */
  readonly latestTime?: LatestTime | undefined;
}

/**
 * Whether a file beside a log was begun after a state was saved: then the log had been rotated to it by a later time,
 * and all its lines are new. An old file shows by its last write, whose time unpacking keeps, or by its first lines, as
 * a copy gets a new time of birth. Without any evidence of its beginning, it counts as old.
 */
export function isMadeSince(sibling: Sibling, { at, latestTime }: Saved): boolean {
  const saved = BigInt(Math.ceil(at)) * 1_000_000n;
  const isBirthKnown = sibling.birth > 0n;
  if (sibling.mtime <= saved || (isBirthKnown && sibling.birth <= saved)) return false;
  const time = latestTime && timeOfFirstLines(sibling, latestTime);
  return time === undefined ? isBirthKnown : time >= Math.floor(at / 1000);
}

function timeOfFirstLines(sibling: Sibling, latestTime: LatestTime): number | undefined {
  const file = tryToOpen(sibling);
  try {
    return file && latestTime(beginningOf(file).subarray(0, HEAD_BYTES));
  } finally {
    file?.close();
  }
}
