import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { PackedError } from '../../../src/source/file/packing.js';
import { unpacked } from '../../../src/source/file/unpacked.js';

const text = 'a line\nand another\n';

async function textOf(pieces: readonly Uint8Array[]): Promise<string> {
  const found: Uint8Array[] = [];
  for await (const bytes of unpacked(Readable.from(pieces))) found.push(bytes);
  return Buffer.concat(found).toString('latin1');
}

const single = (bytes: Uint8Array): Uint8Array[] => [...bytes].map((byte) => Uint8Array.of(byte));

describe('unpacked', () => {
  it.each([
    ['plain', Buffer.from(text)],
    ['packed', gzipSync(text)],
  ])('gives what is %s, in one piece or byte by byte', async (_, bytes) => {
    expect(await textOf([bytes])).toBe(text);
    expect(await textOf(single(bytes))).toBe(text);
  });

  it.each(['', 'B', 'BZh', 'BZh9 is a host', 'PK', 'LZIP is one too'])('gives "%s" as it is', async (plain) => {
    expect(await textOf(single(Buffer.from(plain)))).toBe(plain);
  });

  it('gives a first line as soon as it has come', async () => {
    const stream = new Readable({ read: () => undefined });
    stream.push('a line\n');
    const lines = unpacked(stream);
    expect(Buffer.from(((await lines.next()).value ?? []) as Uint8Array).toString()).toBe('a line\n');
    stream.destroy();
  });

  it.each([
    ['bzip2', 'BZh91AY&SY…'],
    ['xz', '\xfd7zXZ\0…'],
    ['zstd', '\x28\xb5\x2f\xfd…'],
    ['lz4', '\x04\x22\x4d\x18…'],
    ['compress', '\x1f\x9d…'],
    ['lzip', 'LZIP\x01…'],
    ['zip', 'PK\x03\x04…'],
  ])('refuses what is packed by %s', async (name, packed) => {
    const error: unknown = await textOf(single(Buffer.from(packed, 'latin1'))).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(PackedError);
    expect((error as PackedError).packing.name).toBe(name);
  });
});
