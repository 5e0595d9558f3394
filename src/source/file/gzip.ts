import { constants, gunzipSync } from 'node:zlib';
import { bytesAt } from './fingerprint.js';

/** How many bytes of a packed file to unpack for its beginning; they unpack to at most 1,032 times as many, 4 MiB. */
const PACKED_HEAD_BYTES = 4 * 1024;

/** The first bytes of a packed file, unpacked; none when it is damaged. */
export function unpackedHead(fd: number): Uint8Array {
  try {
    return gunzipSync(bytesAt(fd, 0, PACKED_HEAD_BYTES), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return new Uint8Array(0);
  }
}

/** The unpacked size of a packed file in bytes, modulo 4 GiB, as its last bytes state it. Source: RFC 1952, 2.3.1. */
export function unpackedSize(fd: number, size: number): number {
  const bytes = bytesAt(fd, Math.max(0, size - 4), size);
  return bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
}
