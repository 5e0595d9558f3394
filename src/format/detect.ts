import { combined, common } from './common.js';
import { cut, spansOf } from './layout.js';
import type { Layout } from './layout.js';

/** The layouts known by name, the ones that read more of a line first. */
export const layouts: readonly Layout[] = [combined, common];

/** The name of a layout, or `auto`: the layout that fits the first lines. */
export const formatNames: readonly string[] = ['auto', ...layouts.map(({ name }) => name)];

const NEWLINE = 0x0a;
const LINES_LOOKED_AT = 20;

/**
 * Finds the layout that fits the most of the first lines in `bytes`; of equal ones, the one that reads more of a line.
 *
 * @returns undefined when no layout fits any of them.
 */
export function detect(bytes: Uint8Array): Layout | undefined {
  const spans = spansOf();
  const best = { layout: undefined as Layout | undefined, fits: 0 };
  for (const layout of layouts) {
    let fits = 0;
    let from = 0;
    for (let line = 0; line < LINES_LOOKED_AT && from < bytes.length; line++) {
      const newline = bytes.indexOf(NEWLINE, from);
      const to = newline === -1 ? bytes.length : newline;
      if (cut(layout, bytes, from, to, spans)) fits++;
      from = to + 1;
    }
    if (fits > best.fits) Object.assign(best, { layout, fits });
  }
  return best.layout;
}
