import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { opened, sealed } from '../../../src/digest/bytes/envelope.js';
import type { Form } from '../../../src/digest/bytes/envelope.js';

const FORM: Form = { magic: 'rxmx', version: 3, subject: { name: 'state' } };
const ADVISED: Form = { ...FORM, subject: { name: 'state', advice: 'delete it' }, again: 'copy it again' };

/** A body of three bytes. */
const bytes = sealed(FORM, (to) => {
  to.byte(7);
  to.byte(8);
  to.byte(9);
});

describe('sealed', () => {
  it('puts the magic, the version, the length of the body and its checksum before the body', () => {
    const expected = Buffer.from('rxmx\x03\x03\0\0\0....\x07\x08\x09', 'latin1');
    expected.writeUInt32LE(crc32(Uint8Array.of(7, 8, 9)), 9);
    expect([...bytes]).toEqual([...expected]);
  });
});

describe('opened', () => {
  it('reads the body', () => {
    expect(opened(FORM, bytes, (from) => [from.byte(), from.byte(), from.byte()])).toEqual([7, 8, 9]);
  });

  it.each<[string, Uint8Array, string, string]>([
    ['nothing', new Uint8Array(), 'The state is cut off: 0 bytes are not even its header', '; copy it again'],
    ['a part', bytes.subarray(0, 15), 'The state is cut off: 15 of 16 bytes are there', '; copy it again'],
    [
      'too much',
      Uint8Array.of(...bytes, 0),
      'The state is followed by 1 bytes that do not belong to it',
      '; copy it again',
    ],
    [
      'something else',
      Buffer.from('{"a":1}'),
      'This is no state of rxmon: it begins with the bytes 7b 22 61 22',
      '; give one that rxmon wrote',
    ],
    [
      'a later version',
      bytes.with(4, 4),
      'This state is version 4; this rxmon reads version 3: use the rxmon that made it',
      '',
    ],
    ['damage', bytes.with(14, 0), 'The state is damaged somewhere in its 16 bytes', '; copy it again'],
  ])('refuses %s, and says what to do where nobody else does', (_, damaged, message, advice) => {
    const read = (form: Form) => (): number => opened(form, damaged, (from) => from.byte());
    expect(read(FORM)).toThrow(new RangeError(message));
    expect(read(ADVISED)).toThrow(new RangeError(message + advice));
  });

  it('refuses a body of which something is left over', () => {
    expect(() => opened(ADVISED, bytes, (from) => from.byte())).toThrow(
      new RangeError('The state is damaged at byte 14 of 16: 2 bytes are left over; delete it'),
    );
  });
});
