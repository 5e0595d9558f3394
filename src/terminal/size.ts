import { defer, fromEvent, map, startWith } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Size } from './input.js';
import type { SizedStream } from './streams.js';

/** The size of a terminal that does not know its own, as behind a serial line. */
const DEFAULT_SIZE: Size = { columns: 80, rows: 24 };

/** The size of the terminal now, then each new size. */
export function sizes(output: SizedStream): Observable<Size> {
  return defer(() =>
    fromEvent(output, 'resize').pipe(
      startWith(undefined),
      map(() => sizeOf(output)),
    ),
  );
}

function sizeOf({ columns = 0, rows = 0 }: SizedStream): Size {
  return columns > 0 && rows > 0 ? { columns, rows } : DEFAULT_SIZE;
}
