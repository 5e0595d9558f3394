import { describe, expect, it } from '@jest/globals';
import stringWidth from 'string-width';
import { drawGrid, drawHeadings } from '../../src/text/grid.js';
import type { Column } from '../../src/text/grid.js';
import { theme } from '../../src/text/theme.js';

const COLUMNS: Column<string>[] = [
  { heading: 'key', align: 'left', width: 6, cell: (text) => ({ text }) },
  { heading: 'hits', align: 'right', width: 4, cell: () => ({ text: '12', paint: theme(1).rise }) },
];

describe('drawGrid', () => {
  it('keeps wide characters and emoji straight', () => {
    const lines = drawGrid(COLUMNS, ['/blog', '日本語', '🫠👍🏽', '/étude', 'xx', '$&'], 2);
    expect(lines.map((line) => stringWidth(line))).toEqual([12, 12, 12, 12, 12, 12]);
    expect(lines[1]).toBe('日本語    \x1b[36m12\x1b[39m');
    expect(lines[5]).toBe('$&        \x1b[36m12\x1b[39m');
  });

  it('draws nothing of no rows', () => {
    expect(drawGrid(COLUMNS, [], 1)).toEqual([]);
  });
});

describe('drawHeadings', () => {
  it('gives them as their columns stand', () => {
    expect(drawHeadings(COLUMNS, String, 1)).toBe('key    hits');
  });
});
