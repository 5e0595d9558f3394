import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { widthOf } from '../../src/text/width.js';

describe('widthOf', () => {
  // What tmux 3.3 shows of letters, as wcwidth(3) of glibc 2.36 gives it; of emoji, what terminals show that join them.
  it.each([
    ['/blog', 5],
    ['日本語', 6],
    ['e\u0301tude', 5],
    ['ราคา', 4],
    ['นำเข้า', 5],
    ['ກຳ', 2],
    ['नमस्ते', 4],
    ['தமிழ்', 4],
    ['क्षत्रिय', 6],
    ['می‌خواهم', 7],
    ['สวัสดีชาวโลก', 10],
    ['한글', 4],
    ['\u1112\u1161\u11ab', 2],
    ['\ud7b0', 0],
    ['\u0601\u0662', 2],
    ['\u200bx', 1],
    ['👩‍👩‍👧‍👦', 2],
    ['👍🏽', 2],
    ['🇩🇪', 2],
    ['1️⃣', 2],
    ['❤️', 2],
  ])('is for %s the columns that terminals give it: %d', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });

  it('leaves out colours', () => {
    expect(widthOf('\x1b[38;2;1;2;3mนำ\x1b[39m')).toBe(2);
  });

  it('is that of the parts added up, where a text is taken apart between characters', () => {
    const segmenter = new Intl.Segmenter();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const parts = Array.from(segmenter.segment(text), ({ segment }) => widthOf(segment));
        expect(widthOf(text)).toBe(parts.reduce((sum, width) => sum + width, 0));
      }),
    );
  });
});
