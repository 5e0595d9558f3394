import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { byteRanges, lineRange } from '../../src/report/ranges.js';
import { MAX_LINE_BYTES } from '../../src/source/source-event.js';
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

  /** The bytes of each range of a file that is cut into so many. */
  function piecesOf(text: string, parts: number): Buffer[] {
    writeFileSync(folder.file('a.log'), text);
    const bytes = readFileSync(folder.file('a.log'));
    const fd = openSync(folder.file('a.log'), 'r');
    const ranges = byteRanges(bytes.length, Math.max(1, Math.ceil(bytes.length / parts))).map((range) =>
      lineRange(fd, range),
    );
    closeSync(fd);
    return ranges.map(({ from, to }) => bytes.subarray(from, to));
  }

  const numberOfParts = fc.integer({ min: 1, max: 50 });

  it('shares out all lines of a file, each whole and once, wherever its bytes are cut', () => {
    const lines = fc.array(fc.oneof(fc.string({ maxLength: 12 }), fc.constant('x'.repeat(MAX_LINE_BYTES))), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(lines, fc.boolean(), numberOfParts, (parts, isEnded, cuts) => {
        const text = parts.map((line) => line.replace(/\n/g, ' ')).join('\n') + (isEnded ? '\n' : '');
        const pieces = piecesOf(text, cuts).filter(({ length }) => length > 0);
        expect(Buffer.concat(pieces).equals(Buffer.from(text))).toBe(true);
        for (const piece of pieces.slice(0, -1)) expect(piece.at(-1)).toBe(0x0a);
      }),
      { numRuns: 60 },
    );
  });

  it('gives each line that is too long once, with so much of it that this is seen', () => {
    const lines = fc.array(fc.constantFrom('', 'a', 'b\r', 'x'.repeat(MAX_LINE_BYTES + 1), 'x'.repeat(200_000)), {
      minLength: 1,
      maxLength: 6,
    });
    const seen = (line: string): string => (line.length > MAX_LINE_BYTES ? 'too long' : line);
    fc.assert(
      fc.property(lines, numberOfParts, (parts, cuts) => {
        const found = piecesOf(parts.map((line) => `${line}\n`).join(''), cuts).flatMap((piece) =>
          piece.length === 0 ? [] : piece.toString().replace(/\n$/, '').split('\n'),
        );
        expect(found.map(seen)).toEqual(parts.map(seen));
      }),
      { numRuns: 60 },
    );
  });

  it('gives little of a file of one endless line, however many its ranges', () => {
    const pieces = piecesOf('x'.repeat(4_000_000), 40);
    expect(pieces[0]).toHaveLength(100_000 + MAX_LINE_BYTES + 1);
    expect(Buffer.concat(pieces.slice(1))).toHaveLength(0);
  });
});
