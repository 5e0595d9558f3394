import { pipe, scan } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import type { Layout } from '../../format/layout.js';
import type { KnownLayouts } from './chunk-decoder.js';
import type { Decoded } from './decode.js';
import { detected } from './detect-layout.js';

/** The layouts of the sources, whenever one is found or another replaces it. */
export function knownLayouts(): OperatorFunction<Decoded, KnownLayouts> {
  return pipe(
    detected(),
    scan(
      (known: ReadonlyMap<string, Layout>, { source, layout }) => new Map(known).set(source, layout),
      new Map<string, Layout>(),
    ),
  );
}
