import { readFileSync } from 'node:fs';
import { pathOfBytes } from '../../source/paths/path-bytes.js';

const REPLACED = '\ufffd';

/**
 * The words of the command line, with their bytes that are not UTF-8, which names of files may have: Node replaces
 * these, but Linux shows them.
 *
 * @param words as Node gives them, the last ones of the command line
 */
export function withBytes(words: readonly string[], commandLine = readCommandLine): readonly string[] {
  if (!words.some((word) => word.includes(REPLACED))) return words;
  const all = commandLine();
  return all.length < words.length ? words : all.slice(all.length - words.length).map((bytes) => pathOfBytes(bytes));
}

/** The bytes of each word; none where the system does not show them. */
function readCommandLine(): Uint8Array[] {
  try {
    const bytes = readFileSync('/proc/self/cmdline');
    const words: Uint8Array[] = [];
    for (let from = 0; from < bytes.length;) {
      const end = bytes.indexOf(0, from);
      words.push(bytes.subarray(from, end === -1 ? bytes.length : end));
      from = end === -1 ? bytes.length : end + 1;
    }
    return words;
  } catch {
    return [];
  }
}
