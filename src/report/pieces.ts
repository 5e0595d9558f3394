import { read } from 'node:fs';
import { promisify } from 'node:util';

/** Bytes to read at once. */
const PIECE_BYTES = 128 * 1024;

const readAt = promisify(read);

/**
 * The first `size` bytes of a file, piece by piece; fewer when it ends before.
 *
 * @param fd of a file that is open for reading
 * @throws the system's error
 */
export async function* piecesOf(fd: number, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < size;) {
    const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, size - at));
    const { bytesRead } = await readAt(fd, piece, 0, piece.length, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}
