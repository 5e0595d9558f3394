import { crc32 } from 'node:zlib';
import { ByteReader } from '../../src/digest/bytes/byte-reader.js';

/** Bytes before the body of a binary form. */
export const HEADER_BYTES = 13;

/**
 * The body with a header that fits it.
 *
 * @param form the magic and the version, of five bytes
 */
export function headed(form: string, body: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(HEADER_BYTES + body.length);
  bytes.write(form, 'latin1');
  bytes.writeUInt32LE(body.length, 5);
  bytes.writeUInt32LE(crc32(body), 9);
  bytes.set(body, HEADER_BYTES);
  return new Uint8Array(bytes);
}

/** A body of these parts, of up to 127 bytes each. */
export const partsOf = (...parts: readonly (readonly [name: string, ...bytes: number[]])[]): Uint8Array =>
  Uint8Array.of(
    parts.length,
    ...parts.flatMap(([name, ...bytes]) => [name.length, ...Buffer.from(name), bytes.length, ...bytes]),
  );

/** What went wrong, which must be a RangeError that says so and nothing else; undefined when all went well. */
export function faultIn(decode: () => unknown, says: RegExp): string | undefined {
  try {
    decode();
    return undefined;
  } catch (error) {
    if (!(error instanceof RangeError) || !says.test(error.message)) throw error;
    return error.message;
  }
}

/** Bytes as a value that is quickly compared. */
export const base64Of = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Whether a form has parts of the same names as another. */
export const hasPartsOf = (bytes: Uint8Array, other: Uint8Array): boolean =>
  namesIn(bytes).join('\n') === namesIn(other).join('\n');

function namesIn(bytes: Uint8Array): string[] {
  const from = new ByteReader(bytes, HEADER_BYTES);
  return Array.from({ length: from.whole() }, () => {
    const name = from.text();
    from.sized((part) => part.raw(part.left));
    return name;
  });
}
