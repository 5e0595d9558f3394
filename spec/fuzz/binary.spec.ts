import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeDigest, encodeDigest } from '../../src/digest/digest-binary.js';
import { merge } from '../../src/digest/digest.js';
import { hasPartsOf } from '../support/binary-form.js';
import { anyLines, digestOf, plainDigest } from '../support/digest.js';
import { anyDamage, damaged, damagedWithin, sealedAgain } from './damage.js';
import { fuzzed } from './settings.js';

const anyBytes = anyLines.map((lines) => encodeDigest(digestOf(lines)));

/** What bytes are refused with must say so in one line; what they are taken for must be a digest like any other. */
function expectDigestOrReason(bytes: Uint8Array): void {
  let digest;
  try {
    digest = decodeDigest(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    expect((error as RangeError).message).toMatch(/^Th(e|is is no) digest.*$/);
    return;
  }
  const again = encodeDigest(digest);
  expect(plainDigest(decodeDigest(again))).toEqual(plainDigest(digest));
  // Others have parts that are unknown, or could have been left out.
  if (hasPartsOf(again, bytes)) expect(Buffer.from(again).equals(bytes)).toBe(true);
  expect(plainDigest(merge(digest, digest)).hits).toBe(2 * digest.hits);
}

describe('The bytes of a digest', () => {
  it('are refused when they are damaged anywhere', () => {
    fc.assert(
      fc.property(anyBytes, anyDamage, (bytes, damage) => {
        const other = damaged(bytes, damage);
        fc.pre(!Buffer.from(other).equals(bytes));
        expect(() => decodeDigest(other)).toThrow(RangeError);
      }),
      fuzzed(),
    );
  });

  it('that were damaged before they were sealed are another digest, or refused', () => {
    fc.assert(
      fc.property(anyBytes, anyDamage, (bytes, damage) => {
        expectDigestOrReason(damagedWithin(bytes, damage));
      }),
      fuzzed(4),
    );
  });

  it('that are any bytes are another digest, or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expectDigestOrReason(bytes);
        expectDigestOrReason(sealedAgain(encodeDigest(digestOf([])), bytes));
      }),
      fuzzed(2),
    );
  });
});
