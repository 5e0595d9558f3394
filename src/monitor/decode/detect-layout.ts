import { defer, filter, map } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import type { Layout } from '../../format/layout.js';
import type { Batch } from './decode.js';

/** The layout that was found for a source. */
export interface Detected {
  readonly source: string;
  readonly layout: Layout;
}

/** Says which layout the lines of each source are read by, at first and whenever another takes its place. */
export function detected(): OperatorFunction<Batch, Detected> {
  return (batches$) =>
    defer(() => {
      const known = new Map<string, Layout>();
      return batches$.pipe(
        map(({ source, layout }) => ({ source, layout })),
        filter((found): found is Detected => found.layout !== undefined && known.get(found.source) !== found.layout),
        map((found) => {
          known.set(found.source, found.layout);
          return found;
        }),
      );
    });
}
