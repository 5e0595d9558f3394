import { supportsColor } from 'chalk';
import { fromEvent, map, take } from 'rxjs';
import type { Observable } from 'rxjs';

const DEFAULT_WIDTH = 80;

export type ColorLevel = 0 | 1 | 2 | 3;

/** Columns of standard output now; 80, or what COLUMNS says, where it is no terminal. */
export function outputWidth(): number {
  if (process.stdout.isTTY) return process.stdout.columns;
  const columns = Number(process.env['COLUMNS']);
  return Number.isInteger(columns) && columns > 0 ? columns : DEFAULT_WIDTH;
}

/**
 * How many colours standard output is given. `--no-color` goes before FORCE_COLOR, and that before NO_COLOR, as in Node;
 * where nothing is said, the terminal decides. Sources: https://no-color.org, https://force-color.org
 */
export function colorLevel(color: boolean): ColorLevel {
  const { FORCE_COLOR, NO_COLOR } = process.env;
  if (!color || (FORCE_COLOR === undefined && NO_COLOR !== undefined && NO_COLOR !== '')) return 0;
  return supportsColor === false ? 0 : supportsColor.level;
}

/** Emits when nobody reads standard output any more, as behind `| head`; errors when it cannot be written to otherwise. */
export function outputClosed(): Observable<void> {
  ignoreLaterErrors();
  return (fromEvent(process.stdout, 'error') as Observable<NodeJS.ErrnoException>).pipe(
    take(1),
    map((error) => {
      if (error.code !== 'EPIPE') throw new Error(`cannot write to standard output: ${error.message}`);
    }),
  );
}

/** Writes that were under way when an output was closed fail one by one; an error that nobody listens to ends the process. */
function ignoreLaterErrors(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/** Tells the user something that is not output, a line each. */
export function say(lines: readonly string[]): void {
  if (lines.length > 0) process.stderr.write(lines.map((line) => `rxmon: ${line}\n`).join(''));
}
