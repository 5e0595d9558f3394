/** A way to pack files, known by the bytes that they begin with. */
export interface Packing {
  readonly name: string;
  /** Undefined stands for any byte. */
  readonly magic: readonly (number | undefined)[];
  /** Unpacks a file to standard output. */
  readonly command: string;
}

const bytesOf = (text: string): number[] => [...Buffer.from(text, 'latin1')];

/** Source: RFC 1952, 2.3.1. */
const gzip: Packing = { name: 'gzip', magic: [0x1f, 0x8b], command: 'zcat' };

// No readable text begins with one of these.
const packings: readonly Packing[] = [
  gzip,
  { name: 'compress', magic: [0x1f, 0x9d], command: 'zcat' },
  { name: 'bzip2', magic: [...bytesOf('BZh'), undefined, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59], command: 'bzcat' },
  { name: 'xz', magic: [0xfd, ...bytesOf('7zXZ'), 0], command: 'xzcat' },
  { name: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd], command: 'zstdcat' },
  { name: 'lz4', magic: [0x04, 0x22, 0x4d, 0x18], command: 'lz4cat' },
  { name: 'lzip', magic: [...bytesOf('LZIP'), 1], command: 'lzip -dc' },
  { name: 'zip', magic: [...bytesOf('PK'), 3, 4], command: 'unzip -p' },
];

/** The packing of bytes that begin like these; undefined when they are not packed. */
export function packingOf(head: Uint8Array): Packing | undefined {
  return packings.find(({ magic }) => head.length >= magic.length && fits(head, magic));
}

export const isGzip = (head: Uint8Array): boolean => packingOf(head) === gzip;

/** Whether the packing depends on the bytes after these. */
export function isUndecided(head: Uint8Array): boolean {
  return packings.some(({ magic }) => head.length < magic.length && fits(head, magic));
}

function fits(head: Uint8Array, magic: Packing['magic']): boolean {
  return magic.every((byte, i) => byte === undefined || i >= head.length || head[i] === byte);
}

/**
 * The message for a packing that rxmon cannot unpack, and how to read it.
 *
 * @param reader the arguments of an rxmon that reads it from standard input
 */
export const packedFault = ({ name, command }: Packing, reader: '-' | 'report -'): string =>
  `is packed by ${name}; unpack it first, as with: ${command} FILE | rxmon ${reader}`;

/** Bytes in a packing that rxmon cannot unpack. */
export class PackedError extends Error {
  constructor(readonly packing: Packing) {
    super(`is packed by ${packing.name}`);
  }
}
