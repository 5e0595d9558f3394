import * as fs from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesAt, extended, fits, HEAD_BYTES, headOf, NO_HEAD } from '../../../src/source/file/fingerprint.js';
import { LogFolder } from '../../support/log-folder.js';

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('fits', () => {
  it('is true of a file that begins with the bytes, and of one that has grown', () => {
    expect(fits(bytesOf('abc'), headOf(bytesOf('abc')))).toBe(true);
    expect(fits(bytesOf('abcdef'), headOf(bytesOf('abc')))).toBe(true);
  });

  it('is false of one that begins otherwise, or is shorter', () => {
    expect(fits(bytesOf('abd'), headOf(bytesOf('abc')))).toBe(false);
    expect(fits(bytesOf('ab'), headOf(bytesOf('abc')))).toBe(false);
    expect(fits(bytesOf(''), headOf(bytesOf('abc')))).toBe(false);
  });

  it('is false of any when nothing had been read', () => {
    expect(fits(bytesOf('abc'), NO_HEAD)).toBe(false);
    expect(fits(bytesOf(''), headOf(bytesOf('')))).toBe(false);
  });
});

describe('headOf', () => {
  it('looks at the first 1,024 bytes alone', () => {
    const head = 'x'.repeat(HEAD_BYTES);
    expect(headOf(bytesOf(`${head}abc`))).toEqual(headOf(bytesOf(`${head}def`)));
    expect(headOf(bytesOf(`${head}abc`)).length).toBe(1024);
  });
});

describe('extended', () => {
  it('is the same as that of the whole, wherever the bytes are cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.array(fc.nat(3000), { maxLength: 6 }), (bytes, places) => {
        const cuts = [0, ...places.filter((at) => at <= bytes.length).sort((a, b) => a - b), bytes.length];
        const head = cuts.reduce((head, at, i) => extended(head, at, bytes.subarray(at, cuts[i + 1])), NO_HEAD);
        expect(head).toEqual(headOf(bytes));
      }),
    );
  });

  it('is the same when bytes that are known come again', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.nat(2000), fc.nat(2000), (bytes, known, from) => {
        const head = headOf(bytes.subarray(0, known));
        const at = Math.min(from, head.length);
        expect(extended(head, at, bytes.subarray(at))).toEqual(headOf(bytes));
      }),
    );
  });

  it('stays as it is when it does not reach up to the bytes', () => {
    const head = headOf(bytesOf('abc'));
    expect(extended(head, 4, bytesOf('efg'))).toEqual(head);
  });
});

describe('bytesAt', () => {
  let folder: LogFolder;

  beforeEach(() => {
    folder = new LogFolder();
  });

  afterEach(() => {
    folder.remove();
  });

  it('gives what is there, and no more', () => {
    folder.write('a', 'abcdef');
    const fd = fs.openSync(folder.path('a'), 'r');
    const texts = [bytesAt(fd, 1, 3), bytesAt(fd, 4, 100), bytesAt(fd, 6, 8), bytesAt(fd, 3, 2)].map((bytes) =>
      Buffer.from(bytes).toString(),
    );
    fs.closeSync(fd);
    expect(texts).toEqual(['bc', 'ef', '', '']);
  });
});
