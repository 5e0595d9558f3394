import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ByteReader } from '../../../src/digest/bytes/byte-reader.js';
import { ByteWriter, WHOLE_LIMIT } from '../../../src/digest/bytes/byte-writer.js';

function written(write: (to: ByteWriter) => void): Uint8Array {
  const to = new ByteWriter();
  write(to);
  return to.finish();
}

/** Numbers around each power of two that a double can tell apart. */
const edges = Array.from({ length: 70 }, (_, exponent) => 2 ** exponent)
  .flatMap((power) => [power - 1, power, power + 1])
  .filter((value) => value < WHOLE_LIMIT);

describe('ByteReader', () => {
  it('reads what was written', () => {
    const anyText = fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) });
    const anyWhole = fc.oneof(fc.constantFrom(...edges), fc.maxSafeNat());
    fc.assert(
      fc.property(
        fc.array(anyWhole),
        fc.maxSafeInteger(),
        fc.double({ noNaN: true }),
        anyText,
        fc.nat(0xffffffff),
        fc.boolean(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (wholes, signed, double, text, word, flag, finite) => {
          const bytes = written((to) => {
            for (const value of wholes) to.whole(value);
            to.signed(signed);
            to.double(double);
            to.text(text);
            to.word(word);
            to.flag(flag);
            to.double(finite);
          });
          const from = new ByteReader(bytes, 0);
          expect(wholes.map(() => from.whole())).toEqual(wholes);
          expect([from.signed(), from.double(), from.text(), from.word()]).toEqual([signed, double, text, word]);
          expect([from.flag(), from.finite()]).toEqual([flag, finite]);
          expect(from.left).toBe(0);
        },
      ),
    );
  });

  it('reads from a part of a larger buffer', () => {
    const buffer = new Uint8Array([9, 9, 9, 1, 0, 0, 0, 0x80, 0x01, 9]).subarray(3, 9);
    const from = new ByteReader(buffer, 0);
    expect([from.word(), from.whole(), from.left]).toEqual([1, 128, 0]);
  });

  it.each<[string, number[], (from: ByteReader) => unknown]>([
    ['it ends too early', [], (from) => from.byte()],
    ['it ends too early', [0x80], (from) => from.whole()],
    ['it ends too early', [1, 2, 3], (from) => from.word()],
    ['it ends too early', [1, 2, 3], (from) => from.double()],
    ['it ends too early', [1, 2, 3], (from) => from.raw(4)],
    ['it ends too early', [], (from) => from.flag()],
    ['2 is neither yes nor no', [2], (from) => from.flag()],
    ['NaN is no finite number', [0, 0, 0, 0, 0, 0, 0xf8, 0x7f], (from) => from.finite()],
    ['-Infinity is no finite number', [0, 0, 0, 0, 0, 0, 0xf0, 0xff], (from) => from.finite()],
    ['a number has no end', Array<number>(11).fill(0x80), (from) => from.whole()],
    ['a number is longer than it needs to be', [0x80, 0], (from) => from.whole()],
    ['a number has more digits than can be kept', [...Array<number>(9).fill(0xff), 1], (from) => from.whole()],
    ['the number 5 is not within 6 and 7', [5], (from) => from.whole(6, 7)],
    ['the number 8 is not within 6 and 7', [8], (from) => from.whole(6, 7)],
    ['2 is no sign', [2, 1], (from) => from.signed()],
    ['the number 0 is not within 1', [1, 0], (from) => from.signed()],
    ['3 entries cannot be in the 2 bytes that are left', [3, 1, 1], (from) => from.count(1)],
    ['1 entries cannot be in the 2 bytes that are left', [1, 1, 1], (from) => from.count(3)],
    ['65536 is not within 0 and 65535', [1, 0x80, 0x80, 4], (from) => from.text()],
  ])('says that %s', (what, bytes, read) => {
    const from = new ByteReader(new Uint8Array([0, ...bytes]), 1);
    let error: unknown;
    try {
      read(from);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).toContain(what);
  });

  it('says where, and what to do', () => {
    const from = new ByteReader(new Uint8Array([1, 0x80, 0]), 1);
    from.part = 'paths';
    expect(() => from.whole()).toThrow(
      'The digest is damaged at byte 3 of 3 (paths): a number is longer than it needs to be; make it again from its log',
    );
  });

  it('names what it reads, and leaves the advice to others when it has none', () => {
    const from = new ByteReader(new Uint8Array(3), 1, { name: 'state' });
    from.part = 'positions';
    expect(() => from.word()).toThrow(/^The state is damaged at byte 1 of 3 \(positions\): it ends too early$/);
  });
});
