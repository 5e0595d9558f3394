import { codeOf } from '../file-error.js';
import { isExhausted } from '../file/file-contents.js';
import { openSibling } from './open-sibling.js';
import type { LogFile } from '../file/log-file.js';
import { byAge } from './rotated-files.js';
import type { Sibling } from './rotated-files.js';

/** Names may move on during the look: ten rounds catch up with a rotation every few milliseconds. */
const MAX_ROUNDS = 10;

/** The result of opening siblings. */
export interface Opening {
  /** The oldest first. */
  readonly files: readonly LogFile[];
  readonly refused: readonly Refused[];
  /** The system's error when no more files could be opened: others may be left. */
  readonly error?: unknown;
}

/** A sibling that may not be read, and the system's code. */
export interface Refused {
  readonly path: string;
  readonly code: string;
}

/**
 * Opens siblings until none is left, though they are renamed meanwhile; siblings named like copies come last.
 *
 * @param list returns the siblings to open that are not known yet; throws the system's error
 * @param isWanted called for each opened sibling, with the others wanted so far
 * @param reject called for each one that is not wanted, or may not be read, so that it is not listed again
 */
export function openSiblings(
  list: () => readonly Sibling[],
  isWanted: (file: LogFile, sibling: Sibling, others: readonly LogFile[]) => boolean,
  reject: (sibling: Sibling) => void,
): Opening {
  const opened: { readonly sibling: Sibling; readonly file: LogFile }[] = [];
  const refused: Refused[] = [];
  const result = (): Opening => {
    const inOrder = [...opened].sort((a, b) => byAge(a.sibling, b.sibling));
    return { files: inOrder.map(({ file }) => file), refused };
  };
  const isOpened = (sibling: Sibling): boolean => opened.some(({ file }) => file.has(sibling));
  const open = (sibling: Sibling): void => {
    // Under another name.
    if (isOpened(sibling)) return;
    const file = openOr(sibling, (code) => {
      refused.push({ path: sibling.path, code });
      reject(sibling);
    });
    if (file === undefined) return;
    const others = opened.map(({ file }) => file);
    if (isWanted(file, sibling, others)) {
      opened.push({ sibling, file });
    } else {
      file.close();
      reject(sibling);
    }
  };
  try {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const siblings = list().filter((sibling) => !isOpened(sibling));
      if (siblings.length === 0) break;
      for (const sibling of siblings.sort((a, b) => Number(b.isNumbered) - Number(a.isNumbered))) open(sibling);
    }
    return result();
  } catch (error) {
    return { ...result(), error };
  }
}

function openOr(sibling: Sibling, refuse: (code: string) => void): LogFile | undefined {
  try {
    return openSibling(sibling);
  } catch (error) {
    if (isExhausted(error)) throw error;
    refuse(codeOf(error));
    return undefined;
  }
}
