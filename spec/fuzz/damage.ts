import { crc32 } from 'node:zlib';
import fc from 'fast-check';

const HEADER_BYTES = 13;

/** A change to bytes: at a place from 0 up to 1, so many taken out and these put in. */
type Change = readonly [place: number, removed: number, added: Uint8Array];

const anyChange: fc.Arbitrary<Change> = fc.tuple(
  fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  fc.oneof(fc.nat(4), fc.nat(400)),
  fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    fc.constantFrom(...[0, 1, 0x7f, 0x80, 0xff].map((byte) => Uint8Array.of(byte))),
    fc.constantFrom(Uint8Array.from(Array<number>(9).fill(0xff)), Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f)),
  ),
);

/** One to four changes. */
export const anyDamage = fc.array(anyChange, { minLength: 1, maxLength: 4 });

export function damaged(bytes: Uint8Array, changes: readonly Change[]): Uint8Array {
  return changes.reduce((before, [place, removed, added]) => {
    const at = Math.floor(place * before.length);
    return Buffer.concat([before.subarray(0, at), added, before.subarray(at + removed)]);
  }, bytes);
}

/** The same damage behind the header, which is put right again, so that length and checksum do not give it away. */
export function damagedWithin(bytes: Uint8Array, changes: readonly Change[]): Uint8Array {
  return sealedAgain(bytes, damaged(bytes.subarray(HEADER_BYTES), changes));
}

export function sealedAgain(bytes: Uint8Array, body: Uint8Array): Uint8Array {
  const whole = Buffer.concat([bytes.subarray(0, HEADER_BYTES), body]);
  whole.writeUInt32LE(body.length, 5);
  whole.writeUInt32LE(crc32(body), 9);
  return whole;
}
