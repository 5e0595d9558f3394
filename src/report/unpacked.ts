import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

/**
 * The bytes of a gzip file, unpacked piece by piece, so that a small file that unpacks to a huge one takes no memory.
 * Whoever stops early closes the file.
 *
 * @param onRead is told of each so many bytes that have been read of the packed ones
 * @throws the system's error when the file cannot be read, or that of zlib when it is cut off or damaged
 */
export async function* unpacked(
  path: string,
  onRead: (bytes: number) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path);
  const gunzip = createGunzip();
  file.on('data', (bytes) => {
    onRead(bytes.length);
  });
  file.on('error', (error) => gunzip.destroy(error));
  try {
    for await (const bytes of file.pipe(gunzip)) yield bytes as Uint8Array;
  } finally {
    file.destroy();
  }
}
