import { foldHit, foldUnparsed } from '../digest/digest.js';
import type { Digest } from '../digest/digest.js';
import { cut, FIELDS, spansOf } from '../format/layout.js';
import type { FieldName, Layout } from '../format/layout.js';
import { cutRequest, requestSpans } from '../format/request.js';
import { parseTimestamp } from '../format/timestamp.js';
import { MAX_LINE_BYTES } from '../source/chunk.js';

/** Longer keys are cut and end in `…`, so that a full table stays within bounds. Servers take targets of 8 KiB and more. */
export const MAX_KEY_BYTES = 1024;
/** What is kept of a line that does not fit. */
const MAX_SAMPLE_BYTES = 256;

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const DASH = 0x2d;
/** `…` in UTF-8, one character a byte. */
const ELLIPSIS = '\xe2\x80\xa6';

const slotOf = (field: FieldName): number => 2 * FIELDS.indexOf(field);
const [HOST, TIME, REQUEST, STATUS, BYTES] = [
  slotOf('host'),
  slotOf('time'),
  slotOf('request'),
  slotOf('status'),
  slotOf('bytes'),
];

/** Folds lines of bytes into digests. It holds the scratch space for one line, so each stream has its own. */
export class LineFolder {
  private readonly spans = spansOf();
  private readonly request = requestSpans();

  /** Folds every line of `bytes` into `digest`; a line that does not fit the layout is counted as unparsed. */
  fold(bytes: Uint8Array, layout: Layout, source: string, digest: Digest): void {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let from = 0;
    while (from < buffer.length) {
      const newline = buffer.indexOf(NEWLINE, from);
      const next = newline === -1 ? buffer.length : newline;
      const to = next > from && buffer[next - 1] === CARRIAGE_RETURN ? next - 1 : next;
      if (next - from > MAX_LINE_BYTES) {
        foldOverlong(digest, 1, source);
      } else if (!this.foldLine(buffer, from, to, layout, digest)) {
        foldUnparsed(digest, 1, {
          source,
          line: buffer.toString('latin1', from, Math.min(to, from + MAX_SAMPLE_BYTES)),
        });
      }
      from = next + 1;
    }
  }

  /** @returns whether the line is a hit */
  private foldLine(buffer: Buffer, from: number, to: number, layout: Layout, digest: Digest): boolean {
    const { spans, request } = this;
    if (!cut(layout, buffer, from, to, spans)) return false;
    const place = (slot: number): number => spans[slot] ?? 0;
    const text = (slot: number): string => keyOf(buffer, place(slot), place(slot + 1));

    if (place(HOST) === place(HOST + 1)) return false;
    if (!isStatus(buffer, place(STATUS), place(STATUS + 1))) return false;
    if (Number.isNaN(parseTimestamp(buffer, place(TIME), place(TIME + 1)))) return false;
    const bytes = parseSize(buffer, place(BYTES), place(BYTES + 1));
    if (Number.isNaN(bytes)) return false;

    const isRequest = cutRequest(buffer, place(REQUEST), place(REQUEST + 1), request);
    foldHit(digest, {
      host: text(HOST),
      method: isRequest ? keyOf(buffer, request.methodFrom, request.methodTo) : '-',
      section: isRequest ? keyOf(buffer, request.targetFrom, request.sectionTo) : '-',
      path: isRequest ? keyOf(buffer, request.targetFrom, request.pathTo) : '-',
      status: text(STATUS),
      bytes,
    });
    return true;
  }
}

/** Counts lines that were longer than `MAX_LINE_BYTES`. */
export function foldOverlong(digest: Digest, lines: number, source: string): void {
  foldUnparsed(digest, lines, { source, line: '(a line of more than 64 KiB)' });
}

function keyOf(buffer: Buffer, from: number, to: number): string {
  if (to - from <= MAX_KEY_BYTES) return buffer.toString('latin1', from, to);
  return buffer.toString('latin1', from, from + MAX_KEY_BYTES) + ELLIPSIS;
}

/** Three digits, or `-` as Apache writes when there was no response. */
function isStatus(buffer: Buffer, from: number, to: number): boolean {
  if (to - from === 1) return buffer[from] === DASH;
  return to - from === 3 && !Number.isNaN(parseSize(buffer, from, to));
}

/** Decimal digits, or `-` for nothing; NaN for all else, a number too large to be counted exactly included. */
function parseSize(buffer: Buffer, from: number, to: number): number {
  if (to - from === 1 && buffer[from] === DASH) return 0;
  if (from === to) return NaN;
  let size = 0;
  for (let i = from; i < to; i++) {
    const digit = (buffer[i] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return NaN;
    size = size * 10 + digit;
  }
  return size <= Number.MAX_SAFE_INTEGER ? size : NaN;
}
