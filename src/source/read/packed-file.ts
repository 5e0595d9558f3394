import { asapScheduler, concat, filter, of, scheduled, using } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Files, SourceEvent } from '../source-event.js';
import { finished } from './read-finished.js';
import type { FollowOptions } from '../follow/follow.js';
import type { FollowedLogs, Holds } from '../rotation/followed-logs.js';
import { beginningOf, holdsBeginning } from '../file/file-contents.js';
import { headOf } from '../file/fingerprint.js';
import { LogFile } from '../file/log-file.js';
import { notice } from '../notices/notices.js';

/**
 * A file packed by gzip, which is no longer written to: its lines if requested, continuing where another run stopped;
 * else a message on how to read them. Completes.
 */
export function packedFile(
  path: string,
  { fromStart = false, resume, followed }: FollowOptions,
): Observable<SourceEvent> {
  const caughtUp: SourceEvent = { kind: 'caught up', source: path };
  return using(
    () => new Opened(path, followed),
    (resource) => {
      const { file, isReadElsewhere } = resource as Opened;
      const holds: Holds = (position) => holdsBeginning(file, position);
      if (isReadElsewhere || followed?.isAwaitedIn(path, holds) === true) return scheduled([caughtUp], asapScheduler);
      // Packed files are renamed, and packed again, with the same lines in them.
      const before =
        resume?.positions.find((position) => position.file === file.id || holds(position)) ??
        followed?.placeIn(path, file.onDisk, holds) ??
        followed?.placeOfContent(path, holds);
      if (before === undefined && !fromStart) {
        const text = 'is packed by gzip, so nothing is added to it: add --from-start, or read it with rxmon report';
        return scheduled([notice(path, text), caughtUp], asapScheduler);
      }
      if (before !== undefined) file.resume(before);
      const files: Files = { kind: 'files', source: path, positions: [file.position], known: [] };
      const lines$ = finished(file, path).pipe(filter((event) => event.kind !== 'end'));
      return concat(scheduled([files], asapScheduler), lines$, of(caughtUp));
    },
  );
}

class Opened {
  readonly file: LogFile;
  /** Whether another log of the run reads it, under another name. */
  readonly isReadElsewhere: boolean;

  constructor(
    private readonly path: string,
    private readonly followed: FollowedLogs | undefined,
  ) {
    this.file = LogFile.open(path, true);
    this.file.head = headOf(beginningOf(this.file));
    this.isReadElsewhere = followed?.isReading(path, this.file.inode) === true;
    if (!this.isReadElsewhere) followed?.begin(path, this.file);
  }

  unsubscribe(): void {
    if (!this.isReadElsewhere) this.followed?.end(this.path, this.file);
    this.file.close();
  }
}
