import { startOf } from './cell.js';
import { widthOf } from './width.js';

/**
 * Wraps the text into lines of at most `width` columns, all indented like the first, broken at blanks, and within words
 * longer than a line. Uses our own widths: libraries that wrap measure otherwise, and lines would be cut.
 */
export function wrapped(text: string, width: number): string[] {
  const indent = /^ */.exec(text)?.[0] ?? '';
  if (indent.length >= width) return wrapped(text.trimStart(), width);
  const lines: string[] = [];
  let rest = text.slice(indent.length);
  while (widthOf(rest) > width - indent.length) {
    const start = startOf(rest, width - indent.length);
    const blank = rest.charAt(start.length) === ' ' ? start.length : start.lastIndexOf(' ');
    const end = blank > 0 ? blank : start.length;
    lines.push(indent + rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return rest === '' && lines.length > 0 ? lines : [...lines, indent + rest];
}
