import { crc32 } from 'node:zlib';
import { unpackedSize } from '../source/file/gzip.js';
import type { PlannedFile } from './planned-file.js';

const ENDING = '.gz';

interface Content {
  readonly path: string;
  /** What gzip notes of it: modulo 2 ** 32. */
  readonly size: number;
  readonly crc: number;
}

/** Files that stand packed and unpacked beside each other, as `gzip -k` leaves them. */
export class Twins {
  private readonly contents = new Map<string, Content>();

  /**
   * Notes a file, packed or not.
   *
   * @param head what it, or what is packed in it, begins with
   * @returns the path of the one noted before of the same name, packed or not, that begins alike and is as large
   */
  note(file: PlannedFile, isPacked: boolean, head: Uint8Array): string | undefined {
    const { path } = file;
    const name = isPacked && path.endsWith(ENDING) ? path.slice(0, -ENDING.length) : path;
    const size = isPacked ? unpackedSize(file.open(), file.size) : file.size % 2 ** 32;
    const content: Content = { path, size, crc: crc32(head) };
    const other = this.contents.get(name);
    if (other?.size === size && other.crc === content.crc) return other.path;
    this.contents.set(name, content);
    return undefined;
  }
}
