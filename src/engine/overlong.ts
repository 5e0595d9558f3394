import { foldUnparsed } from '../digest/digest.js';
import type { Digest } from '../digest/digest.js';

/** Counts lines that were longer than `MAX_LINE_BYTES`. */
export function foldOverlong(digest: Digest, lines: number, source: string): void {
  foldUnparsed(digest, lines, { source, line: '(a line of more than 64 KiB)' });
}
