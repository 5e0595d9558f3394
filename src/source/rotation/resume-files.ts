import type { LogFile } from '../file/log-file.js';
import type { Position, Progress } from '../source-event.js';
import type { FollowedLogs } from './followed-logs.js';
import type { LogLocation } from './log-location.js';
import { findAgain, isNamed, Siblings } from './relocate.js';
import type { Places } from './relocate.js';
import type { TrackedFiles } from './tracked-files.js';

/** The result of resuming another run. */
export interface Resumed {
  readonly files: readonly { readonly file: LogFile; readonly how: 'resumed' | 'copied' | 'restarted' }[];
  /** Positions whose files were neither found again nor left to another log that has come to have their name. */
  readonly lost: readonly Position[];
}

/** The log to resume. */
export interface ResumedLog {
  readonly path: string;
  readonly home: LogLocation;
  readonly family: TrackedFiles;
  readonly followed: FollowedLogs;
  /** Begins to read a file at a position. */
  readonly take: (file: LogFile, position: Position | undefined) => LogFile;
}

/**
 * Opens the files that another run had open, wherever they are now.
 *
 * @throws the system's error when no more files can be opened
 */
export function resumeFiles({ path, home, family, followed, take }: ResumedLog, progress: Progress): Resumed {
  family.known.addAll(progress.known);
  home.path = progress.home ?? home.path;
  const places: Places = {
    paths: [home.path, path],
    others: followed.others(path),
    siblings: new Siblings(() => home.list()),
    isRead: (sibling) => family.isRead(sibling),
    isKnown: (sibling) => family.known.has(sibling),
  };
  const files: Resumed['files'][number][] = [];
  const notFound: Position[] = [];
  for (const position of progress.positions) {
    const found = findAgain(position, places);
    if (found.length === 0) {
      family.known.lose(position);
      notFound.push(position);
    }
    for (const { file, how } of found) {
      if (family.fileOf(file.inode) !== undefined || followed.isReading(path, file.inode)) file.close();
      else if (how === 'finished') family.leave(file.resume(position));
      else files.push({ file: take(file, how === 'restarted' ? undefined : position), how });
    }
  }
  followed.settle(path, notFound);
  return { files, lost: notFound.filter(({ file }) => !isNamed(file, places.others)) };
}
