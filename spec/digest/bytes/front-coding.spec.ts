import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ByteReader } from '../../../src/digest/bytes/byte-reader.js';
import { ByteWriter } from '../../../src/digest/bytes/byte-writer.js';
import { KeyReader, KeyWriter } from '../../../src/digest/bytes/front-coding.js';

function written(keys: readonly string[]): Uint8Array {
  const to = new ByteWriter();
  const writer = new KeyWriter(to);
  for (const key of keys) writer.write(key);
  return to.finish();
}

function read(bytes: Uint8Array, count: number): string[] {
  const reader = new KeyReader(new ByteReader(bytes, 0));
  return Array.from({ length: count }, () => reader.read());
}

const anyKey = fc.oneof(
  fc.string({ unit: fc.constantFrom('\0', 'a', '\x7f', '\x80', '\xff'), maxLength: 5 }),
  fc
    .tuple(fc.constantFrom(125, 126, 127, 128, 129, 1027), fc.constantFrom('', 'a', 'b', '\xff'))
    .map(([count, end]) => 'k'.repeat(count) + end),
);

describe('KeyWriter and KeyReader', () => {
  it('write a key as what it adds to the one before', () => {
    expect([...written(['', 'ab', 'abc', 'b'])]).toEqual([0, 0, 0, 2, 0x61, 0x62, 2, 1, 0x63, 0, 1, 0x62]);
  });

  it('read the keys that were written', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyKey), (keys) => {
        keys.sort();
        expect(read(written(keys), keys.length)).toEqual(keys);
      }),
    );
  });

  it('know all bytes', () => {
    const keys = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
    expect(read(written(keys), 256)).toEqual(keys);
  });

  it.each([
    ['the same key again', [0, 1, 0x61, 1, 0]],
    ['a key that comes before', [0, 1, 0x62, 0, 1, 0x61]],
    ['the start of the key before', [0, 2, 0x61, 0x62, 1, 0]],
    ['an empty key behind another', [0, 1, 0x61, 0, 0]],
    ['two empty keys', [0, 0, 0, 0]],
    ['a key that shares more than it says', [0, 1, 0x61, 0, 2, 0x61, 0x62]],
  ])('refuse %s', (_, bytes) => {
    expect(() => read(Uint8Array.from(bytes), 2)).toThrow('its keys are out of order');
  });

  it.each([
    ['shares more than there is', [0, 1, 0x61, 2, 1, 0x61], 'the number 2 is not within 0 and 1'],
    ['is not all there', [0, 9, 0x61], '9 entries cannot be in the 1 bytes that are left'],
  ])('refuse a key that %s', (_, bytes, message) => {
    expect(() => read(Uint8Array.from(bytes), 2)).toThrow(message);
  });

  it('make no long keys of few bytes', () => {
    const start = [0, 0x80, 0x01, ...Array<number>(128).fill(0x61)];
    expect(() => read(Uint8Array.from([...start, 0x80, 0x01, 1, 0x61]), 2)).toThrow('not within 0 and 127');
    expect(read(Uint8Array.from([...start, 0x7f, 2, 0x61, 0x61]), 2)[1]).toBe('a'.repeat(129));
  });
});
