import { fits } from '../file/fingerprint.js';
import { beginningOf, contentSize, isBeginningOf } from '../file/file-contents.js';
import { openSibling } from './open-sibling.js';
import type { LogFile } from '../file/log-file.js';
import { MAX_LISTINGS } from './rotated-files.js';
import type { Sibling } from './rotated-files.js';

/** A copy, packed or not, that was opened. */
interface Opened {
  readonly sibling: Sibling;
  readonly copy: LogFile;
}

/**
 * Opens, of the siblings that came since a file's reading began, those that hold its contents from before a truncation:
 * the copy made of it, at the offset up to which it was read, and the later copies. If none of the file has been read,
 * opens all of them except copies of its present contents.
 *
 * @param listYoung returns them, ordered by the time of their last write
 * @param isNamed whether the file has the name: if not, later copies are of the file that has it
 * @param isOfOther whether an opened file is a copy of another file, or of lines already read
 * @param reject called for the copy when all of it had been read
 */
export function openCopies(
  file: LogFile,
  listYoung: () => readonly Sibling[],
  isNamed: boolean,
  isOfOther: (opened: LogFile, sibling: Sibling) => boolean,
  reject: (sibling: Sibling) => void,
): LogFile[] {
  const { position } = file;
  const isPresent = (copy: LogFile): boolean => isBeginningOf(copy, file);
  const opened = openAll(listYoung);
  const first = opened.findLastIndex(({ copy }) => fits(beginningOf(copy), position.head));
  const areLater = isNamed && (first !== -1 || position.head.length === 0);
  const isMissed = ({ sibling, copy }: Opened): boolean =>
    areLater && sibling.isNumbered && !isOfOther(copy, sibling) && !isPresent(copy);
  return opened.flatMap(({ sibling, copy }, i) => {
    if (i === first && contentSize(copy) > position.offset) return [copy.resume(position)];
    if (i > first && isMissed({ sibling, copy })) return [copy];
    if (i === first) reject(sibling);
    copy.close();
    return [];
  });
}

/** Opens them all. One may be packed and deleted between listing and opening: then they are listed again. */
function openAll(list: () => readonly Sibling[]): Opened[] {
  for (let listings = 1; ; listings++) {
    const tried = list().map((sibling) => ({ sibling, copy: openIfThere(sibling) }));
    const opened = tried.flatMap(({ sibling, copy }): Opened[] =>
      typeof copy === 'object' ? [{ sibling, copy }] : [],
    );
    if (listings === MAX_LISTINGS || tried.every(({ copy }) => copy !== 'gone')) return opened;
    for (const { copy } of opened) copy.close();
  }
}

/**
 * Skips a copy that cannot be opened, even for lack of descriptors: a copy may help, but reading goes on without it.
 */
function openIfThere(sibling: Sibling): LogFile | 'gone' | 'refused' {
  try {
    return openSibling(sibling) ?? 'gone';
  } catch {
    return 'refused';
  }
}
