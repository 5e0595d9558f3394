import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { escapeKey } from '../../src/text/escape.js';
import { drawGrid } from '../../src/text/grid.js';
import type { Column } from '../../src/text/grid.js';
import { drawTable } from '../../src/text/table.js';
import { theme } from '../../src/text/theme.js';

const COLUMNS: Column<string>[] = [
  { heading: 'key', align: 'left', width: 6, cell: (text) => ({ text }) },
  { heading: 'hits', align: 'right', width: 4, cell: () => ({ text: '12', paint: theme(1).rise }) },
];

describe('drawTable', () => {
  it('keeps wide characters and emoji straight', () => {
    const lines = drawTable(COLUMNS, ['/blog', '日本語', '🫠👍🏽', '/étude', 'xx', '$&'], 2);
    expect(lines.map((line) => stringWidth(line))).toEqual([12, 12, 12, 12, 12, 12]);
    expect(lines[1]).toBe('日本語    \x1b[36m12\x1b[39m');
    expect(lines[5]).toBe('$&        \x1b[36m12\x1b[39m');
  });

  it('draws nothing of no rows', () => {
    expect(drawTable(COLUMNS, [], 1)).toEqual([]);
  });
});

describe('drawTable, with headings', () => {
  it('gives them as their columns stand, also without rows', () => {
    expect(drawTable(COLUMNS, [], 1, String)).toEqual(['key    hits']);
    expect(drawTable(COLUMNS, ['/a'], 1, theme(1).dim)).toEqual([
      '\x1b[2mkey\x1b[22m    \x1b[2mhits\x1b[22m',
      '/a       \x1b[36m12\x1b[39m',
    ]);
  });

  it('draws what drawGrid draws, whatever the texts are', () => {
    const anyText = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('🫠👍🏽', 'ü', '日本', '$&', '', '\ue000'));
    fc.assert(
      fc.property(
        fc.array(anyText, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(3),
        (texts, width, gap) => {
          const columns: Column<string>[] = [
            { align: 'left', width, cell: (text) => ({ text: escapeKey(text) }) },
            { align: 'right', width: 5, cutAt: 'middle', cell: (text) => ({ text: escapeKey(text) }) },
          ];
          const trimmed = (lines: readonly string[]): string[] => lines.map((line) => line.trimEnd());
          expect(trimmed(drawTable(columns, texts, gap))).toEqual(trimmed(drawGrid(columns, texts, gap)));
        },
      ),
    );
  });
});
