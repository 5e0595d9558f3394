import { describe, expect, it } from '@jest/globals';
import { ByteWriter, WHOLE_LIMIT } from '../../../src/digest/bytes/byte-writer.js';

function written(write: (to: ByteWriter) => void): Uint8Array {
  const to = new ByteWriter();
  write(to);
  return to.finish();
}

describe('ByteWriter', () => {
  it('has written nothing at first', () => {
    expect(new ByteWriter().finish()).toEqual(new Uint8Array());
  });

  it.each([
    [0, [0]],
    [1, [1]],
    [127, [0x7f]],
    [128, [0x80, 0x01]],
    [16_383, [0xff, 0x7f]],
    [16_384, [0x80, 0x80, 0x01]],
    [2 ** 28 - 1, [0xff, 0xff, 0xff, 0x7f]],
    [2 ** 28, [0x80, 0x80, 0x80, 0x80, 0x01]],
    [2 ** 32 - 1, [0xff, 0xff, 0xff, 0xff, 0x0f]],
    [Number.MAX_SAFE_INTEGER, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('writes %d in as few bytes as it takes', (value, bytes) => {
    expect([
      ...written((to) => {
        to.whole(value);
      }),
    ]).toEqual(bytes);
  });

  it.each([-1, -0.5, 0.5, 2 ** 40 + 0.5, NaN, Infinity, -Infinity, WHOLE_LIMIT])('refuses %d as a count', (value) => {
    expect(() =>
      written((to) => {
        to.whole(value);
      }),
    ).toThrow(RangeError);
  });

  it('refuses a key whose characters are no bytes', () => {
    expect(() =>
      written((to) => {
        to.latin1('a\u0100', 0);
      }),
    ).toThrow('The key "aĀ" has characters that are no bytes');
  });

  it.each([0, 1, 127, 128, 20_000])('puts the number of %d bytes before them', (count) => {
    const bytes = written((to) => {
      to.byte(9);
      to.sized((inner) => {
        inner.raw(new Uint8Array(count).fill(7));
      });
      to.byte(8);
    });
    const size = written((to) => {
      to.whole(count);
    });
    expect(bytes).toEqual(Uint8Array.of(9, ...size, ...Array<number>(count).fill(7), 8));
  });

  it('grows with what is written', () => {
    const bytes = written((to) => {
      for (let i = 0; i < 5000; i++) to.byte(i);
      to.raw(new Uint8Array(100_000).fill(7));
    });
    expect(bytes.length).toBe(105_000);
    expect([bytes[255], bytes[256], bytes[4999], bytes[5000], bytes.at(-1)]).toEqual([255, 0, 4999 & 255, 7, 7]);
  });
});
