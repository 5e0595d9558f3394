import { filter, map, pipe, scan } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import type { Files } from '../../source/source-event.js';
import type { Batch, Decoded } from '../decode/decode.js';

/** The unread bytes of a file; a file read to its end has no lag. */
export interface Lag {
  readonly source: string;
  readonly file: string;
  readonly bytes: number;
}

/** The unread bytes of all files together, after each batch. */
export function lag(): OperatorFunction<Decoded, number> {
  return pipe(
    filter((event) => event.kind === 'batch' || event.kind === 'files'),
    scan((lags: readonly Lag[], event) => lagsAfter(lags, event), []),
    map(bytesBehind),
  );
}

/** The unread bytes of all files together. */
export const bytesBehind = (lags: readonly Lag[]): number => lags.reduce((sum, { bytes }) => sum + bytes, 0);

/** The lags after a batch or a change of files; the same list when nothing changed. */
export function lagsAfter(lags: readonly Lag[], event: Batch | Files): readonly Lag[] {
  return event.kind === 'batch' ? withBatch(lags, event) : withFiles(lags, event);
}

function withBatch(lags: readonly Lag[], { source, position, lag: bytes = 0 }: Batch): readonly Lag[] {
  const file = position?.file ?? '';
  const isOwn = (lag: Lag): boolean => lag.source === source && lag.file === file;
  // Most of the time all files have been read to their ends.
  if ((lags.find(isOwn)?.bytes ?? 0) === bytes) return lags;
  const others = lags.filter((lag) => !isOwn(lag));
  return bytes === 0 ? others : [...others, { source, file, bytes }];
}

/** A file that is abandoned, or begins again, never reports the rest as read. */
function withFiles(lags: readonly Lag[], { source, positions }: Files): readonly Lag[] {
  const isBegun = (id: string): boolean => positions.some(({ file, offset }) => file === id && offset > 0);
  const left = lags.filter((lag) => lag.source !== source || isBegun(lag.file));
  return left.length === lags.length ? lags : left;
}
