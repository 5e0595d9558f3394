import { ByteReader } from './byte-reader.js';
import type { Subject } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { crc32 } from './crc32.js';

/** A kind of bytes that rxmon writes. */
export interface Form {
  /** The four characters at their beginning. */
  readonly magic: string;
  /** From 1 to 255. */
  readonly version: number;
  /**
   * Versions that are still read but no longer written, in ascending order without a gap up to `version`; default none.
   */
  readonly older?: readonly number[];
  readonly subject: Subject;
  /** The remedy when they are incomplete or changed; omitted if the caller gives it. */
  readonly again?: string;
}

const MAGIC_BYTES = 4;
/** The magic, the version, the length of the body and its CRC-32. */
const HEADER_BYTES = MAGIC_BYTES + 1 + 4 + 4;

/** Writes a body behind a header that identifies and checks it. */
export function sealed({ magic, version }: Form, writeBody: (to: ByteWriter) => void): Uint8Array {
  const to = new ByteWriter();
  to.latin1(magic, 0);
  to.byte(version);
  to.word(0);
  to.word(0);
  writeBody(to);
  const bytes = to.finish();
  const body = bytes.subarray(HEADER_BYTES);
  const header = new DataView(bytes.buffer, MAGIC_BYTES + 1);
  header.setUint32(0, body.length, true);
  header.setUint32(4, crc32(body), true);
  return bytes;
}

/**
 * Reads the body of sealed bytes, all of it.
 *
 * @throws RangeError when the bytes are of another form or version, are damaged or incomplete
 */
export function opened<T>(form: Form, bytes: Uint8Array, readBody: (from: ByteReader, version: number) => T): T {
  checkHeader(form, bytes);
  const from = new ByteReader(bytes, HEADER_BYTES, form.subject);
  const content = readBody(from, bytes[MAGIC_BYTES] ?? 0);
  if (from.left > 0) from.fail(`${from.left} bytes are left over`);
  return content;
}

function checkHeader({ magic, version, older = [], subject, again }: Form, bytes: Uint8Array): void {
  const { name } = subject;
  const orElse = again === undefined ? '' : `; ${again}`;
  const from = new ByteReader(bytes, 0, subject);
  const start = [...bytes.subarray(0, MAGIC_BYTES)];
  if (start.some((byte, i) => byte !== magic.charCodeAt(i))) {
    const hex = start.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const advice = again === undefined ? '' : '; give one that rxmon wrote';
    throw new RangeError(`This is no ${name} of rxmon: it begins with the bytes ${hex}${advice}`);
  }
  const other = bytes[MAGIC_BYTES] ?? version;
  if (other !== version && !older.includes(other)) {
    throw new RangeError(
      `This ${name} is version ${other}; this rxmon reads ${versionsText([...older, version])}: use the rxmon that made it`,
    );
  }
  if (bytes.length < HEADER_BYTES) {
    throw new RangeError(`The ${name} is cut off: ${bytes.length} bytes are not even its header${orElse}`);
  }
  from.raw(MAGIC_BYTES + 1);
  const length = from.word();
  const checksum = from.word();
  if (from.left < length) {
    throw new RangeError(
      `The ${name} is cut off: ${bytes.length} of ${HEADER_BYTES + length} bytes are there${orElse}`,
    );
  }
  if (from.left > length) {
    throw new RangeError(`The ${name} is followed by ${from.left - length} bytes that do not belong to it${orElse}`);
  }
  if (crc32(bytes.subarray(HEADER_BYTES)) !== checksum) {
    throw new RangeError(`The ${name} is damaged somewhere in its ${bytes.length} bytes${orElse}`);
  }
}

/** `version 1`, `versions 1 and 2`, `versions 1 to 3`. */
function versionsText(versions: readonly number[]): string {
  const [first, last] = [versions[0], versions.at(-1)];
  if (versions.length === 1) return `version ${last}`;
  return versions.length === 2 ? `versions ${first} and ${last}` : `versions ${first} to ${last}`;
}
