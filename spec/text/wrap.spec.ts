import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { widthOf } from '../../src/text/width.js';
import { wrapped } from '../../src/text/wrap.js';

describe('wrapped', () => {
  it.each([
    ['one two three', 20, ['one two three']],
    ['one two three', 7, ['one two', 'three']],
    ['one two three', 8, ['one two', 'three']],
    ['one two three', 6, ['one', 'two', 'three']],
    ['abcdefgh ij', 3, ['abc', 'def', 'gh', 'ij']],
    ['日本語 x', 4, ['日本', '語 x']],
    ['日本', 1, ['日', '本']],
    ['', 5, ['']],
    ['  one two', 6, ['  one', '  two']],
    ['  abcdefgh', 5, ['  abc', '  def', '  gh']],
    ['      x', 3, ['x']],
  ])('breaks %j at %d columns', (text, width, lines) => {
    expect(wrapped(text, width)).toEqual(lines);
  });

  it('loses nothing but blanks, and has no line that is too wide', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 12 }),
        fc.integer({ min: 8, max: 30 }),
        (words, width) => {
          const text = words.join(' ');
          const lines = wrapped(text, width);
          expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
          expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
