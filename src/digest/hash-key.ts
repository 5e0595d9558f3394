import type { ByteReader } from './bytes/byte-reader.js';
import type { ByteWriter } from './bytes/byte-writer.js';

/** 128 bits, as 32 hexadecimal digits in lower case. Without them, nobody can choose keys whose hashes collide. */
export type HashKey = string;

/** Stands for hashes made without a key, as in digests of version 1. */
export const UNKEYED: HashKey = '0'.repeat(32);

const HASH_KEY = /^[0-9a-f]{32}$/;
const BYTES = 16;

/** @throws RangeError when the text is not a hash key; it does not repeat the text, which may be a secret */
export function checkHashKey(text: string): HashKey {
  if (HASH_KEY.test(text) && text !== UNKEYED) return text;
  throw new RangeError(
    'A hash key has 32 hexadecimal digits in lower case, not all of them 0: make one with "openssl rand -hex 16"',
  );
}

/** The key as whole numbers of 32 bits, the lowest first: its digits give its bytes in order. */
export function wordsOf(key: HashKey): Uint32Array {
  const view = new DataView(bytesOf(key).buffer);
  return Uint32Array.from({ length: BYTES / 4 }, (_, i) => view.getUint32(4 * i, true));
}

export function writeHashKey(key: HashKey, to: ByteWriter): void {
  to.raw(bytesOf(key));
}

export function readHashKey(from: ByteReader): HashKey {
  return Array.from(from.raw(BYTES), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const bytesOf = (key: HashKey): Uint8Array =>
  Uint8Array.from({ length: BYTES }, (_, i) => parseInt(key.slice(2 * i, 2 * i + 2), 16));
