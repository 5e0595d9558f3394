import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesOfPath, fsPath, pathOfBytes } from '../../../src/source/paths/path-bytes.js';

describe('pathOfBytes', () => {
  it('gives any bytes as a text of which bytesOfPath makes them again', () => {
    fc.assert(
      fc.property(fc.uint8Array({ max: 255, maxLength: 40 }), (bytes) => {
        expect([...bytesOfPath(pathOfBytes(bytes))]).toEqual([...bytes]);
      }),
    );
  });

  it('gives UTF-8 as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(pathOfBytes(Buffer.from(text))).toBe(text);
      }),
    );
  });

  it('gives each byte that is not UTF-8 as half of a surrogate pair', () => {
    expect(pathOfBytes(Buffer.from('caf\xe9\xff.log', 'latin1'))).toBe('caf\udce9\udcff.log');
  });
});

describe('fsPath', () => {
  it('gives the bytes of a path that is not UTF-8, and any other as it is', () => {
    expect(fsPath('/var/log/café \u{1f408}.log')).toBe('/var/log/café \u{1f408}.log');
    expect(fsPath('caf\udce9.log')).toEqual(Buffer.from('caf\xe9.log', 'latin1'));
  });
});
