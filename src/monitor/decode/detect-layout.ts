import { defer, filter, map } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import type { Layout } from '../../format/layout.js';
import { isBatch } from './decode.js';
import type { Decoded } from './decode.js';

/** The layout found for a source. */
export interface Detected {
  readonly source: string;
  readonly layout: Layout;
}

/** Reports the layout of each source's lines, the first one and each that replaces it. */
export function detected(): OperatorFunction<Decoded, Detected> {
  return (events$) =>
    defer(() => {
      const known = new Map<string, Layout>();
      return events$.pipe(
        filter(isBatch),
        map(({ source, layout }) => ({ source, layout })),
        filter((found): found is Detected => found.layout !== undefined && known.get(found.source) !== found.layout),
        map((found) => {
          known.set(found.source, found.layout);
          return found;
        }),
      );
    });
}
