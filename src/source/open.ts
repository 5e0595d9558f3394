import { constants, createReadStream, openSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { asapScheduler, asyncScheduler, defer, merge, Observable, scheduled } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import type { SourceEvent } from './chunk.js';
import { follow } from './follow.js';
import type { FollowOptions } from './follow.js';
import { STDIN } from './fault.js';
import { wholeLines } from './whole-lines.js';

/**
 * The lines of a stream, such as standard input; completes when it ends. The stream is destroyed on unsubscribe. As nothing
 * is known of what was there before, it is caught up at once.
 */
export function readStream(open: () => Readable, source: string): Observable<SourceEvent> {
  const bytes$ = new Observable<Uint8Array>((subscriber) => {
    const stream = open();
    stream.on('data', (bytes: Buffer) => {
      subscriber.next(bytes);
    });
    stream.on('end', () => {
      subscriber.complete();
    });
    stream.on('error', (error) => {
      subscriber.error(error);
    });
    return () => stream.destroy();
  });
  const caughtUp: SourceEvent = { kind: 'caught up', source };
  return merge(scheduled([caughtUp], asapScheduler), bytes$.pipe(wholeLines(source)));
}

/** Follows a path, or reads it to its end where it is a pipe; `-` is standard input. */
export function openSource(
  path: string,
  options: FollowOptions = {},
  clock: SchedulerLike = asyncScheduler,
): Observable<SourceEvent> {
  if (path === STDIN) return readStream(() => process.stdin, path);
  return defer(() => {
    const stat = statOf(path);
    if (stat?.isFIFO() === true) return readStream(() => pipe(path), path);
    // Terminals, and devices such as /dev/null.
    if (stat?.isCharacterDevice() === true) return readStream(() => createReadStream(path), path);
    return follow(path, options, clock);
  });
}

/**
 * A named pipe, or what a shell gives as `<(command)`. A plain open would wait for a writer, in a thread that a process
 * cannot end without.
 */
function pipe(path: string): Readable {
  return new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), readable: true, writable: false });
}

/** Undefined where there is nothing, or nothing that may be seen: to say so is left to `follow`. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
