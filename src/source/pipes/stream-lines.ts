import type { Readable } from 'node:stream';
import { catchError, concat, defer, EMPTY, finalize, from, of } from 'rxjs';
import type { Observable } from 'rxjs';
import type { SourceEvent } from '../source-event.js';
import { codeOf, readFault } from '../file-error.js';
import { TrailingGarbage } from '../file/gunzip.js';
import { notice } from '../notices/notices.js';
import { unpacked } from '../file/unpacked.js';
import { wholeLines } from '../whole-lines.js';

/**
 * The lines of a stream, unpacked where it is packed by gzip; completes when it ends, or is damaged, with a message.
 * Errors when it cannot be read, or is packed otherwise. Destroys the stream on unsubscribe.
 */
export function streamLines(open: () => Readable, source: string): Observable<SourceEvent> {
  return defer(() => {
    const stream = open();
    let garbage: Observable<SourceEvent> = EMPTY;
    const bytes$ = from(unpacked(stream)).pipe(
      finalize(() => stream.destroy()),
      catchError((error: unknown) => {
        if (!(error instanceof TrailingGarbage)) throw error;
        garbage = of(notice(source, error.message));
        return EMPTY;
      }),
    );
    const lines$ = bytes$.pipe(
      wholeLines(source),
      catchError((error: Error) => {
        if (!codeOf(error).startsWith('Z_')) throw error;
        return of(notice(source, readFault(error)));
      }),
    );
    return concat(
      lines$,
      defer(() => garbage),
    );
  });
}
