import { createReadStream, open, read } from 'node:fs';
import { catchError, concat, defer, EMPTY, filter, finalize, from, map, of } from 'rxjs';
import type { Observable } from 'rxjs';
import { readFault } from '../file-error.js';
import { gunzipped, TrailingGarbage } from '../file/gunzip.js';
import type { LogFile } from '../file/log-file.js';
import { notice } from '../notices/notices.js';
import type { Read } from './read-event.js';
import { wholeLines } from '../whole-lines.js';

/** The lines of a file that is no longer written to, from its offset on; reports any part that cannot be read. */
export function finished(file: LogFile, source: string): Observable<Read> {
  return defer(() => {
    let garbage: Observable<Read> = EMPTY;
    const lines$ = restOf(file).pipe(
      catchError((error: unknown) => {
        if (!(error instanceof TrailingGarbage)) throw error;
        garbage = of(notice(file.path, error.message));
        return EMPTY;
      }),
      wholeLines(source, file),
      catchError((error: Error) => of(notice(file.path, readFault(error)))),
    );
    return concat(
      lines$,
      defer(() => garbage),
      of({ kind: 'end' } as const),
    );
  });
}

/** A destroyed stream closes its descriptor, whatever its options; but this one belongs to the file. */
const close = (_fd: number, done: (error: null) => void): void => {
  done(null);
};

/**
 * The bytes of a file that is no longer written to, from its offset on, unpacked if packed. Completes at its end,
 * errors when it cannot be read or is damaged.
 */
function restOf(file: LogFile): Observable<Uint8Array> {
  return defer(() => {
    let skip = file.isGzip ? file.offset : 0;
    const raw = createReadStream('', { fd: file.fd, start: file.isGzip ? 0 : file.offset, fs: { open, read, close } });
    return from<AsyncIterable<Uint8Array>>(file.isGzip ? gunzipped(raw) : raw).pipe(
      finalize(() => raw.destroy()),
      map((bytes) => {
        const passed = Math.min(skip, bytes.length);
        skip -= passed;
        return bytes.subarray(passed);
      }),
      filter(({ length }) => length > 0),
    );
  });
}
