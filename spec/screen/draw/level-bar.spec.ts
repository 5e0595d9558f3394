import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { levelBar } from '../../../src/screen/draw/level-bar.js';

const filled = (bar: string): number =>
  Array.from(bar, (block) => ' ▏▎▍▌▋▊▉█'.indexOf(block)).reduce((sum, eighths) => sum + eighths, 0);

describe('levelBar', () => {
  it.each([
    [0, 8, 4, '    '],
    [1, 32, 4, '▏   '],
    [3, 8, 4, '█▌  '],
    [7, 8, 4, '███▌'],
    [8, 8, 4, '████'],
    [9, 8, 4, '████'],
    [1, 1e9, 4, '▏   '],
    [0, 0, 4, '    '],
    [1, 0, 4, '████'],
    [1, 2, 0, ''],
  ])('shows %d of %d in %d columns', (part, whole, width, shown) => {
    expect(levelBar(part, whole, width)).toBe(shown);
  });

  it('is as wide as told, and as long as the part to an eighth of a column', () => {
    const amount = fc.double({ min: 0, max: 1e300, noNaN: true });
    fc.assert(
      fc.property(amount, amount, fc.integer({ min: 1, max: 200 }), (a, b, width) => {
        const [part, whole] = [Math.min(a, b), Math.max(a, b)];
        const bar = levelBar(part, whole, width);
        expect(stringWidth(bar)).toBe(width);
        expect(bar).toMatch(/^█*[▏▎▍▌▋▊▉]? *$/);
        expect(filled(bar) > 0).toBe(part > 0);
        if (whole > 0) expect(Math.abs(filled(bar) - (8 * width * part) / whole)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
