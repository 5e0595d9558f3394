import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ByteReader } from '../../../src/digest/bytes/byte-reader.js';
import { ByteWriter } from '../../../src/digest/bytes/byte-writer.js';
import { readParts, writeParts } from '../../../src/digest/bytes/parts.js';
import type { PartWriters } from '../../../src/digest/bytes/parts.js';

/** The bytes of parts that hold these numbers. */
function written(parts: Readonly<Record<string, readonly number[] | undefined>>): Uint8Array {
  const to = new ByteWriter();
  const writers: PartWriters = Object.fromEntries(
    Object.entries(parts).map(([name, numbers]) => [
      name,
      numbers &&
        ((to: ByteWriter) => {
          for (const number of numbers) to.whole(number);
        }),
    ]),
  );
  writeParts(writers, to);
  return to.finish();
}

/** The numbers of the parts that are known. */
function read(bytes: Uint8Array, ...known: readonly string[]): Record<string, number[]> {
  const parts = new Map<string, number[]>();
  const from = new ByteReader(bytes, 0);
  const numbersOf = (name: string) => (from: ByteReader) => {
    const numbers: number[] = [];
    while (from.left > 0) numbers.push(from.whole());
    parts.set(name, numbers);
  };
  readParts(Object.fromEntries(known.map((name) => [name, numbersOf(name)])), from);
  expect(from.left).toBe(0);
  return Object.fromEntries(parts);
}

const anyParts = fc.dictionary(fc.string({ maxLength: 5 }), fc.array(fc.maxSafeNat(), { maxLength: 40 }));

describe('parts', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(anyParts, (parts) => {
        expect(read(written(parts), ...Object.keys(parts))).toEqual({ ...parts });
      }),
    );
  });

  it('have the same bytes whatever their order', () => {
    fc.assert(
      fc.property(anyParts, (parts) => {
        const reversed = Object.fromEntries(Object.entries(parts).reverse());
        expect(written(reversed)).toEqual(written(parts));
      }),
    );
  });

  it('are left out when they hold nothing', () => {
    expect(written({ a: undefined, b: [1] })).toEqual(written({ b: [1] }));
    expect(read(written({ a: undefined }), 'a')).toEqual({});
  });

  it('are skipped when nobody knows them', () => {
    fc.assert(
      fc.property(anyParts, fc.nat(), (parts, seed) => {
        const known = Object.keys(parts).filter((_, i) => (seed >> i) % 2 === 0);
        expect(Object.keys(read(written(parts), ...known)).sort()).toEqual(known.sort());
      }),
    );
  });

  it('are not known by a name that all objects have', () => {
    expect(read(written({ constructor: [1], a: [2] }), 'a')).toEqual({ a: [2] });
  });

  it.each<[string, number[]]>([
    ['(parts): it ends too early', []],
    ['(parts): 2 entries cannot be in the 3 bytes', [2, 1, 97, 0]],
    ['(parts): it ends too early', [2, 1, 97, 2, 0, 0]],
    ['(a): 9 entries cannot be in the 1 bytes', [1, 1, 97, 9, 0]],
    ['(an unknown part): 9 entries cannot be in the 1 bytes', [1, 1, 27, 9, 0]],
    ['(parts): its parts are out of order', [2, 1, 98, 0, 1, 97, 0]],
    ['(parts): its parts are out of order', [2, 1, 97, 0, 1, 97, 0]],
  ])('are refused with "%s"', (message, bytes) => {
    expect(() => read(Uint8Array.from(bytes), 'a', 'b')).toThrow(message);
    expect(() => read(Uint8Array.from(bytes), 'a', 'b')).toThrow(RangeError);
  });

  it('are refused when a reader takes less than there is, and give it no more', () => {
    const two = written({ a: [1, 2], b: [3] });
    const take = (count: number) => (): void => {
      const a = (from: ByteReader): void => {
        for (let i = 0; i < count; i++) from.whole();
      };
      readParts({ a }, new ByteReader(two, 0));
    };
    expect(take(2)).not.toThrow();
    expect(take(1)).toThrow('(a): 1 bytes are left over');
    expect(take(3)).toThrow('(a): it ends too early');
  });
});
