import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { byteRanges, lineRange } from '../../src/report/ranges.js';
import { Folder } from '../support/program.js';

describe('byteRanges', () => {
  it('cuts all bytes into ranges of that size, the last of the rest', () => {
    expect(byteRanges(10, 4)).toEqual([
      { from: 0, to: 4 },
      { from: 4, to: 8 },
      { from: 8, to: 10 },
    ]);
    expect(byteRanges(8, 4)).toHaveLength(2);
    expect(byteRanges(0, 4)).toEqual([]);
  });
});

describe('lineRange', () => {
  let folder: Folder;

  beforeEach(() => {
    folder = new Folder();
  });

  afterEach(() => {
    folder.remove();
  });

  it('shares out all lines of a file, each whole and once, wherever its bytes are cut', () => {
    const lines = fc.array(fc.oneof(fc.string({ maxLength: 12 }), fc.constant('x'.repeat(70_000))), { maxLength: 12 });
    fc.assert(
      fc.property(lines, fc.boolean(), fc.integer({ min: 1, max: 50 }), (parts, isEnded, parts50) => {
        const text = parts.map((line) => line.replace(/\n/g, ' ')).join('\n') + (isEnded ? '\n' : '');
        writeFileSync(folder.file('a.log'), text);
        const bytes = readFileSync(folder.file('a.log'));
        const fd = openSync(folder.file('a.log'), 'r');
        const ranges = byteRanges(bytes.length, Math.max(1, Math.ceil(bytes.length / parts50))).map((range) =>
          lineRange(fd, range, bytes.length),
        );
        closeSync(fd);
        const pieces = ranges.map(({ from, to }) => bytes.subarray(from, to));
        expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
        for (const { from } of ranges.filter(({ from, to }) => from > 0 && from < to))
          expect(bytes[from - 1]).toBe(0x0a);
      }),
      { numRuns: 60 },
    );
  });
});
