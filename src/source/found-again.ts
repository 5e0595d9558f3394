import type { Position } from './chunk.js';
import { holds, isExhausted, openSibling, tryToOpen } from './kin.js';
import { LogFile } from './log-file.js';
import { byAge } from './siblings.js';
import type { Sibling } from './siblings.js';

/** Names may move on while a file is looked for. */
const MAX_ROUNDS = 10;

/**
 * Opens the file of an id, wherever it is now; undefined when it is not to be found or may not be read.
 *
 * @param paths of the log itself, with and without links
 * @param list gives the siblings
 * @throws the system's error when no more files can be opened
 */
export function findSame(id: string, paths: readonly string[], list: () => readonly Sibling[]): LogFile | undefined {
  try {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const same = list().find(({ file }) => file === id);
      const file = same === undefined ? named(id, paths) : openSibling(same);
      if (file !== undefined || same === undefined) return file;
    }
  } catch (error) {
    if (isExhausted(error)) throw error;
  }
  return undefined;
}

/**
 * Opens what a file was packed or copied into, as it holds what the file held up to a position: rather what is new than what
 * is known, rather what is named like a rotated file than like a copy, and rather the oldest, as what follows it may begin
 * with the same lines.
 *
 * @throws the system's error when no more files can be opened
 */
export function findOther(
  position: Position,
  siblings: readonly Sibling[],
  isKnown: (sibling: Sibling) => boolean,
): LogFile | undefined {
  if (position.head.length === 0) return undefined;
  const rank = (sibling: Sibling): number => 2 * Number(isKnown(sibling)) + Number(!sibling.isNumbered);
  for (const sibling of [...siblings].sort((a, b) => rank(a) - rank(b) || byAge(a, b))) {
    const file = tryToOpen(sibling);
    if (file !== undefined && holds(file, position)) return file;
    file?.close();
  }
  return undefined;
}

/** What one of the paths refers to, when that is the file of the id. */
function named(id: string, paths: readonly string[]): LogFile | undefined {
  for (const path of paths) {
    const file = openIfThere(path);
    if (file?.id === id) return file;
    file?.close();
  }
  return undefined;
}

function openIfThere(path: string): LogFile | undefined {
  try {
    return LogFile.open(path);
  } catch (error) {
    if (isExhausted(error)) throw error;
    return undefined;
  }
}
