import { distinct, EMPTY, filter, map, merge } from 'rxjs';
import type { Observable } from 'rxjs';
import { isBatch } from '../monitor/decode/decode.js';
import type { Decoded } from '../monitor/decode/decode.js';
import { detected } from '../monitor/decode/detect-layout.js';
import { escapeKey, escapeText } from '../text/escape.js';
import type { Opening } from './start/warm-up.js';

/**
 * Messages about files and unparsed lines, escaped for display.
 *
 * @param isFormatTold whether to report the format found for each source
 */
export function remarks({ batches$ }: Pick<Opening, 'batches$'>, isFormatTold: boolean): Observable<string> {
  return merge(noticesOf(batches$), isFormatTold ? formatsOf(batches$) : EMPTY, unparsedOf(batches$));
}

function noticesOf(events$: Observable<Decoded>): Observable<string> {
  return events$.pipe(
    filter((event) => event.kind === 'notice'),
    map(({ source, text }) => escapeText(`${source} ${text}`)),
  );
}

function formatsOf(events$: Observable<Decoded>): Observable<string> {
  return events$.pipe(
    detected(),
    map(({ source, layout }) => `${escapeText(source)} is read as ${layout.name}`),
  );
}

/** One message for each source with lines that do not fit its layout. */
function unparsedOf(events$: Observable<Decoded>): Observable<string> {
  return events$.pipe(
    filter(isBatch),
    map(({ digest }) => digest.sample),
    filter((sample) => sample !== undefined),
    distinct(({ source }) => source),
    map(
      ({ source, line }) =>
        `${escapeText(source)} has lines that do not fit the log format; they are counted as unparsed, like this one: ${escapeKey(line)}`,
    ),
  );
}
