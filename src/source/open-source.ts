import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { asapScheduler, asyncScheduler, catchError, defer, merge, scheduled } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import type { SourceEvent } from './source-event.js';
import { isPackedFile, isStdin, kindFault, openFault, statOf } from './file-error.js';
import { follow } from './follow/follow.js';
import type { FollowOptions } from './follow/follow.js';
import { namedPipe } from './pipes/named-pipe.js';
import { packedFile } from './read/packed-file.js';
import { packedFault, PackedError } from './file/packing.js';
import { fsPath } from './paths/path-bytes.js';
import { isNamedPipe, readPipe } from './pipes/pipe.js';
import { streamLines } from './pipes/stream-lines.js';

/**
 * The lines of a stream, such as standard input, unpacked where it is packed by gzip; completes when it ends. Destroys
 * the stream on unsubscribe. With no earlier state known, it is caught up at once.
 */
export function readStream(open: () => Readable, source: string): Observable<SourceEvent> {
  const caughtUp: SourceEvent = { kind: 'caught up', source };
  const lines$ = streamLines(open, source).pipe(
    catchError((error: unknown) => {
      throw error instanceof PackedError ? new Error(`${source} ${packedFault(error.packing, '-')}`) : error;
    }),
  );
  return merge(scheduled([caughtUp], asapScheduler), lines$);
}

/**
 * Follows a path. Reads a pipe without a name, such as a shell gives for `<(command)`, to its end, and standard input,
 * `-`, likewise; reads a named pipe for one writer after the other. Errors for anything but a file or a pipe.
 */
export function openSource(
  path: string,
  options: FollowOptions = {},
  clock: SchedulerLike = asyncScheduler,
): Observable<SourceEvent> {
  if (isStdin(path)) return readStream(() => process.stdin, path);
  return defer(() => {
    const stat = statOf(path);
    if (stat?.isFile() === true && isPackedFile(path)) return packedFile(path, options);
    if (stat === undefined || stat.isFile()) return follow(path, options, clock);
    const fault = kindFault(stat);
    if (fault !== undefined) throw new Error(`${path} ${openFault(fault)}`);
    if (!stat.isFIFO()) return readStream(() => createReadStream(fsPath(path)), path);
    if (!isNamedPipe(path)) return readStream(() => readPipe(path), path);
    // A file that takes the place of a pipe is new from its first byte on.
    const another = (): Observable<SourceEvent> =>
      openSource(path, { ...options, fromStart: true, resume: undefined }, clock);
    const caughtUp: SourceEvent = { kind: 'caught up', source: path };
    return merge(scheduled([caughtUp], asapScheduler), namedPipe(path, another, clock));
  });
}
