import type { Paint, Theme } from './theme.js';
import { widthOf } from './width.js';

/** A line whose colour reaches across the whole width; without colours, the text alone. */
export function bar(text: string, width: number, paint: Paint, { hasColour }: Theme): string {
  return hasColour ? paint(text + ' '.repeat(Math.max(0, width - widthOf(text)))) : text;
}
