/**
 * Paths are bytes to the system. In a string, a byte that is not UTF-8 becomes half of a surrogate pair, U+DC80 to
 * U+DCFF, which no UTF-8 decodes to. Source: Python's PEP 383, Non-decodable Bytes in System Character Interfaces.
 */
const FIRST = 0xdc00;
const BYTES = /[\udc80-\udcff]/u;
const REPLACED = '\ufffd';

/** The path for calls of `node:fs`: the string itself, or its bytes if these are not UTF-8. */
export const fsPath = (path: string): string | Buffer => (BYTES.test(path) ? bytesOfPath(path) : path);

/** The bytes of a path. */
export function bytesOfPath(path: string): Buffer {
  const parts = path.split(/([\udc80-\udcff])/u);
  return Buffer.concat(
    parts.map((part, i) => (i % 2 === 0 ? Buffer.from(part) : Buffer.of(part.charCodeAt(0) - FIRST))),
  );
}

/** A path of these bytes. */
export function pathOfBytes(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const text = buffer.toString();
  if (!text.includes(REPLACED)) return text;
  let path = '';
  for (let at = 0; at < buffer.length;) {
    const length = sequenceLength(buffer, at);
    path += length === 0 ? String.fromCharCode(FIRST + (buffer[at] ?? 0)) : buffer.toString('utf8', at, at + length);
    at += Math.max(1, length);
  }
  return path;
}

/** The length in bytes of the well-formed sequence that begins there; 0 if there is none. */
function sequenceLength(bytes: Buffer, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length++)
    if (Buffer.from(bytes.toString('utf8', at, at + length)).equals(bytes.subarray(at, at + length))) return length;
  return 0;
}
