import { apache } from './strings/apache.js';
import { combined, common, vcombined, vcommon } from './known/common.js';
import { json } from './known/json.js';
import type { Layout } from './layout.js';
import { nginx } from './strings/nginx.js';

/** The layouts known by name, those that read more of a line first. */
export const layouts: readonly Layout[] = [vcombined, combined, vcommon, common, json];

/** The name of a layout, or `auto`: the layout that fits the first lines. */
export const formatNames: readonly string[] = ['auto', ...layouts.map(({ name }) => name)];

/**
 * The layout for a name, an nginx `log_format` (it has a variable) or an Apache `LogFormat` (it has a `%`).
 *
 * @returns undefined when the text is none of these
 * @throws RangeError with the reason why a format string does not allow lines to be read
 */
export function layoutNamed(text: string): Layout | 'auto' | undefined {
  if (text === 'auto') return text;
  const known = layouts.find(({ name }) => name === text);
  if (known !== undefined) return known;
  if (/\$[\w{]/.test(text)) return nginx(text);
  return text.includes('%') ? apache(text) : undefined;
}
