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
 * Opens, of the siblings that came since a file began to be read, those that hold what it held before it was truncated: the
 * copy that was made of it, at the offset up to which it was read, and those that were made of it later. When nothing of it
 * has been read, all of them, but a copy of what it holds now.
 *
 * @param listYoung gives them in the order in which they were last written to
 * @param isNamed whether the file has the name: else later ones are of the one that has it
 * @param isOfOther whether what was opened is a copy of another file, or of what has been read
 * @param reject told of the copy when all that it holds had been read
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

/** Opens them all. One may be packed and deleted between being listed and being opened: then they are listed again. */
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

/** What cannot be opened, also as no more files can be, is left: a copy may help, but reading goes on without it. */
function openIfThere(sibling: Sibling): LogFile | 'gone' | 'refused' {
  try {
    return openSibling(sibling) ?? 'gone';
  } catch {
    return 'refused';
  }
}
