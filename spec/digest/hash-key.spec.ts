import { describe, expect, it } from '@jest/globals';
import { ByteReader } from '../../src/digest/bytes/byte-reader.js';
import { ByteWriter } from '../../src/digest/bytes/byte-writer.js';
import { checkHashKey, readHashKey, UNKEYED, wordsOf, writeHashKey } from '../../src/digest/hash-key.js';

const KEY = '000102030405060708090a0b0c0d0eff';

describe('checkHashKey', () => {
  it('gives back a hash key', () => {
    expect(checkHashKey(KEY)).toBe(KEY);
  });

  it.each(['', 'secret', KEY.toUpperCase(), `${KEY}\n`, `${KEY}00`, UNKEYED])('refuses %j', (text) => {
    expect(() => checkHashKey(text)).toThrow(/^A hash key has 32 .*: make one with "openssl rand -hex 16"$/);
  });

  it('does not repeat what may be a secret', () => {
    expect(() => checkHashKey('secret')).toThrow(/^(?!.*secret)/);
  });
});

describe('wordsOf', () => {
  it('takes the digits for bytes, the lowest of each word first', () => {
    expect([...wordsOf(KEY)]).toEqual([0x03020100, 0x07060504, 0x0b0a0908, 0xff0e0d0c]);
  });
});

describe('writeHashKey', () => {
  it('puts 16 bytes, which readHashKey takes', () => {
    const to = new ByteWriter();
    writeHashKey(KEY, to);
    expect(to.finish()).toHaveLength(16);
    expect(readHashKey(new ByteReader(to.finish(), 0))).toBe(KEY);
  });
});
