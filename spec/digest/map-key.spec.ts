import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { filedKey, keyFiledAs } from '../../src/digest/map-key.js';

const anyKey = fc.oneof(
  fc.nat(2 ** 32).map(String),
  fc.string({ unit: fc.constantFrom('0', '1', '9', '-', '.', 'a', '\xff'), maxLength: 12 }),
);

describe('filedKey', () => {
  it('never gives the index of an array, which V8 finds by its value', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const filed = filedKey(key);
        expect(String(Number(filed) >>> 0)).not.toBe(filed);
      }),
    );
  });

  it('keeps keys apart, and gives each back', () => {
    fc.assert(
      fc.property(anyKey, anyKey, (one, other) => {
        expect(filedKey(one) === filedKey(other)).toBe(one === other);
        expect(keyFiledAs(filedKey(one))).toBe(one);
      }),
    );
  });

  it.each(['/a/b', '10.0.0.1', '-', '12345678901', 'Mozilla/5.0'])('leaves %j as it is', (key) => {
    expect(filedKey(key)).toBe(key);
  });
});
