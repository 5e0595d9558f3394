import { supportsColor } from 'chalk';
import { fromEvent, map, take } from 'rxjs';
import type { Observable } from 'rxjs';
import { cannotWrite, standardOutput } from './stdio.js';

const DEFAULT_WIDTH = 80;

export type ColorLevel = 0 | 1 | 2 | 3;

/** Columns of standard output now; COLUMNS, or 80, where it is not a terminal or does not know. */
export function outputWidth(): number {
  // A terminal may not know its size and say 0.
  if (process.stdout.isTTY && process.stdout.columns > 0) return process.stdout.columns;
  const columns = Number(process.env['COLUMNS']);
  return Number.isInteger(columns) && columns > 0 ? columns : DEFAULT_WIDTH;
}

/**
 * The number of colours for standard output. `--no-color` goes before FORCE_COLOR, and that before NO_COLOR, as in
 * Node; by default, the terminal decides. Sources: https://no-color.org, https://force-color.org
 */
export function colorLevel(color: boolean): ColorLevel {
  const { FORCE_COLOR, NO_COLOR } = process.env;
  if (!color || (FORCE_COLOR === undefined && NO_COLOR !== undefined && NO_COLOR !== '')) return 0;
  return supportsColor === false ? 0 : supportsColor.level;
}

/** Emits when nobody reads standard output any more, as behind `| head`; errors when writing to it fails otherwise. */
export function outputClosed(): Observable<void> {
  ignoreLaterErrors();
  return (fromEvent(standardOutput(), 'error') as Observable<NodeJS.ErrnoException>).pipe(
    take(1),
    map((error) => {
      if (error.code !== 'EPIPE') throw new Error(cannotWrite(error));
    }),
  );
}

/** Pending writes fail one by one after an output is closed; an error without a listener ends the process. */
function ignoreLaterErrors(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
