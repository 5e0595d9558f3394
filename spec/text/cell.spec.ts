import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cut, fit } from '../../src/text/cell.js';
import { widthOf } from '../../src/text/width.js';

describe('cut', () => {
  it.each([
    ['/blog', 5, '/blog'],
    ['/blog', 4, '/bl…'],
    ['/blog', 1, '…'],
    ['/blog', 0, ''],
    ['', 3, ''],
    ['日本語', 6, '日本語'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日…'],
    ['e\u0301tude', 3, 'e\u0301t…'],
    ['👩‍👩‍👧‍👦👍🏽🇩🇪x', 6, '👩‍👩‍👧‍👦👍🏽…'],
  ])('cuts %s to %d columns', (text, width, shown) => {
    expect(cut(text, width)).toBe(shown);
  });

  it('keeps both ends of a path', () => {
    expect(cut('/images/web/2009/banner.png', 20, 'middle')).toBe('/images/…/banner.png');
    expect(cut('/日本語/とても長いパス', 12, 'middle')).toBe('/日本…いパス');
  });

  it('takes no more than some marks on one character', () => {
    expect(cut(`a${'\u0316'.repeat(1000)}b`, 10)).toBe(`a${'\u0316'.repeat(15)}b`);
  });

  it('never has more columns than told, nor half a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom('end' as const, 'middle' as const),
        (text, width, at) => {
          const shown = cut(text, width, at);
          expect(widthOf(shown)).toBeLessThanOrEqual(width);
          expect(shown).not.toMatch(/\p{Surrogate}/u);
          if (widthOf(text) <= width) expect(shown).toBe(text);
        },
      ),
    );
  });
});

describe('fit', () => {
  it('fills the column on the side that is told', () => {
    expect(fit('ab', 4, 'left')).toBe('ab  ');
    expect(fit('ab', 4, 'right')).toBe('  ab');
  });

  it('fills up where a wide character does not fit', () => {
    expect(fit('日本語', 4, 'left')).toBe('日… ');
  });
});
