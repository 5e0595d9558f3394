import { crc32 } from 'node:zlib';
import { unpackedSize } from '../source/file/gzip.js';
import type { PlannedFile } from './planned-file.js';

const ENDING = '.gz';

interface Content {
  readonly path: string;
  /** The size that gzip records: modulo 2 ** 32. */
  readonly size: number;
  readonly crc: number;
}

/** Packed and unpacked files side by side, as `gzip -k` leaves them. */
export class Twins {
  private readonly contents = new Map<string, Content>();

  /**
   * Records a file, packed or not.
   *
   * @param head its first bytes, unpacked
   * @returns the path of an earlier file with the same name, packed or not, the same beginning and the same size
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
