import { distinctUntilChanged, pipe, scan } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import type { Layout } from '../../format/layout.js';
import type { KnownLayouts } from './chunk-decoder.js';
import type { Decoded } from './decode.js';

/** The layouts by which `decoded` reads the sources, whenever one is found or another takes its place. */
export function knownLayouts(): OperatorFunction<Decoded, KnownLayouts> {
  return pipe(
    scan((known: ReadonlyMap<string, Layout>, { source, layout }) => {
      return layout === undefined || known.get(source) === layout ? known : new Map(known).set(source, layout);
    }, new Map<string, Layout>()),
    distinctUntilChanged(),
  );
}
