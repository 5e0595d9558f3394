import { describe, expect, it } from '@jest/globals';
import { fitColumns, gridWidth } from '../../src/text/columns.js';
import type { ElasticColumn } from '../../src/text/columns.js';

const COLUMNS: ElasticColumn<string>[] = [
  { align: 'left', width: 5, rank: 0, isFlexible: true, cell: (text) => ({ text }) },
  { align: 'right', width: 4, rank: 1, cell: (text) => ({ text }) },
  { align: 'right', width: 3, rank: 2, heading: 'wide', cell: () => ({ text: '' }) },
];

const widths = (rows: string[], width: number): number[] =>
  fitColumns(COLUMNS, rows, width, 1).map((column) => column.width);

describe('fitColumns', () => {
  it('gives the room that is left to the flexible column', () => {
    expect(widths([], 30)).toEqual([20, 4, 4]);
  });

  it('makes a column as wide as its widest cell', () => {
    expect(widths(['1,234,567'], 30)).toEqual([15, 9, 4]);
  });

  it('leaves out the column of the highest rank first', () => {
    expect(widths([], 14)).toEqual([9, 4]);
    expect(widths([], 9)).toEqual([9]);
  });

  it('cuts the last column rather than to be wider than told', () => {
    expect(widths([], 3)).toEqual([3]);
  });

  it('fills the width exactly', () => {
    for (let width = 1; width < 60; width++) {
      expect(gridWidth(fitColumns(COLUMNS, ['x'], width, 1), 1)).toBe(width);
    }
  });
});
