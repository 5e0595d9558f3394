import { defer, filter, map } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import type { SourceEvent } from '../source/chunk.js';

/** How many bytes of all files together have not been read yet, as each chunk leaves it. */
export function lag(): OperatorFunction<SourceEvent, number> {
  return (events$) =>
    defer(() => {
      /** By file, of those that have any. */
      const lags = new Map<string, number>();
      return events$.pipe(
        filter((event) => event.kind === 'chunk'),
        map(({ source, position, lag = 0 }) => {
          const file = `${source} ${position?.file ?? ''}`;
          if (lag > 0) lags.set(file, lag);
          else lags.delete(file);
          return [...lags.values()].reduce((sum, bytes) => sum + bytes, 0);
        }),
      );
    });
}
