import { startOf } from './cell.js';
import { widthOf } from './width.js';

/**
 * The text in lines of at most `width` columns, broken at blanks, and within words that are longer than a line. By our own widths,
 * as libraries that wrap measure otherwise, and lines would be cut.
 */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (widthOf(rest) > width) {
    const start = startOf(rest, width);
    const blank = rest.charAt(start.length) === ' ' ? start.length : start.lastIndexOf(' ');
    const end = blank > 0 ? blank : start.length;
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return rest === '' && lines.length > 0 ? lines : [...lines, rest];
}
