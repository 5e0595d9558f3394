import { codeOf, openFault } from '../source/file-error.js';
import { escapeKey } from '../text/escape.js';

const MAX_LINE_SHOWN = 200;
const NEWLINE = 0x0a;

/** The reason why a file cannot be planned; follows its path in a sentence. */
export function reasonOf(error: Error): string {
  const code = codeOf(error);
  if (code === 'ENOENT') return 'is not there: check the path';
  return code.startsWith('Z_') ? `cannot be unpacked: ${error.message}; test it with gzip -t` : openFault(code);
}

/** The message for bytes that begin a file and fit no format. */
export function noFormat(head: Uint8Array): string {
  return `fits no known log format; its first line is: ${firstLine(head)}; name its format with --format`;
}

/** The first line, cut to a length fit for display, and escaped. */
function firstLine(head: Uint8Array): string {
  const newline = head.indexOf(NEWLINE);
  const line = head.subarray(0, newline === -1 ? head.length : newline);
  return escapeKey(Buffer.from(line.subarray(0, MAX_LINE_SHOWN)).toString('latin1'));
}
