import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toAscii } from '../../../src/screen/draw/ascii.js';
import { levelBar } from '../../../src/screen/draw/level-bar.js';
import { screenTheme } from '../../../src/screen/draw/screen-theme.js';
import { sparkline } from '../../../src/screen/draw/sparkline.js';
import { widthOf } from '../../../src/text/width.js';

const DRAWN = '─━═│┌┐└┘├┤┬┴┼╌┄▁▂▃▄▅▆▇█▏▎▍▌▋▊▉▲▼△▽…–−·×µ●○◆▶❯⏎←→↑↓░▒▓✓✗⚠≤◌';

describe('toAscii', () => {
  it.each([
    ['┌─┬━┐│├┼┤└┴┘', '+-+=+|++++++'],
    ['▲ 12 % · ▼ 3 % · × 2 µs …', '^ 12 % . v 3 % . x 2 us ~'],
    ['● live ○ idle ❯ ⏎ ← → ↑ ↓ −1 – 2', '* live o idle > < < > ^ v -1 - 2'],
    [sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8), '_.:;+*%#'],
    [levelBar(5, 8, 4), '##+ '],
    ['日本語 naïve 👩‍👩‍👧‍👦 🇩🇪', '?????? na?ve ?? ??'],
    ['e\u0301tude 1\ufe0f\u20e3', '?tude ??'],
    ['plain\n\ttext', 'plain\n\ttext'],
  ])('shows %j as %j', (text, ascii) => {
    expect(toAscii(text)).toBe(ascii);
  });

  it('has a stand-in of one column for all that we draw with', () => {
    for (const character of DRAWN)
      expect([character, toAscii(character)]).toEqual([character, expect.stringMatching(/^[ -~]$/)]);
    expect(toAscii(DRAWN)).not.toContain('?');
  });

  it('shows every step of a bar and of a column differently', () => {
    expect(new Set(toAscii('▁▂▃▄▅▆▇█')).size).toBe(8);
    expect(new Set(toAscii('█▉▊▌▍▎▏')).size).toBe(7);
    expect(toAscii('▁▂▃▄▅▆▇█')).not.toMatch(/[-=|]/);
  });

  it('keeps sequences of colour', () => {
    const { bar, rule } = screenTheme(3, 'dark');
    expect(toAscii(`${rule('│')}${bar('█▌')}`)).toBe(`${rule('|')}${bar('#+')}`);
  });

  it('keeps the width of every line, and gives nothing but ASCII', () => {
    const { alert, dim } = screenTheme(3, 'dark');
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom(...Array.from(DRAWN)) }),
      fc.string({ unit: 'binary' }).map((text) => text.replace(/[\x00-\x1f\x7f-\x9f]/g, '')),
    );
    const paint = fc.constantFrom(alert, dim, String);
    const line = fc
      .array(fc.tuple(piece, paint), { maxLength: 6 })
      // Blanks between, since characters would join across colours, one column instead of two.
      .map((pieces) => pieces.map(([text, painted]) => painted(text)).join(' '));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), (lines) => {
        const ascii = toAscii(lines.join('\n'));
        expect(ascii).toMatch(/^[\x00-\x7f]*$/);
        expect(ascii.split('\n').map((one) => widthOf(one))).toEqual(lines.map((one) => widthOf(one)));
      }),
      { numRuns: 300 },
    );
  });
});
