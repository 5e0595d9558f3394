import { describe, expect, it } from '@jest/globals';
import type { SecondRow } from '../../src/digest/timeline.js';
import { chartLines } from '../../src/view/chart.js';

const rowsOf = (...hits: readonly number[]): SecondRow[] =>
  hits.flatMap((count, second) => (count === 0 ? [] : [{ second, hits: count, bytes: 0, errors: 0 }]));

describe('chartLines', () => {
  it('draws the hits of each second, the most as high as the chart', () => {
    expect(chartLines(rowsOf(1, 2, 4, 8, 0, 8), 20)).toEqual([
      '8    █ █',
      '     █ █',
      '     █ █',
      '    ██ █',
      '   ▄██ █',
      '0 ▆███ █',
    ]);
  });

  it('sums up seconds where there are more than columns, and says the most of a column', () => {
    const rows = rowsOf(...Array.from({ length: 100 }, (_, i) => (i < 50 ? 1 : 2)));
    expect(chartLines(rows, 13)).toEqual([
      '20      █████',
      '        █████',
      '        █████',
      '   ██████████',
      '   ██████████',
      ' 0 ██████████',
    ]);
  });

  it('shows a single hit among many', () => {
    expect(chartLines(rowsOf(100_000, 1), 20).at(-1)).toMatch(/█▁$/);
  });

  it('is never wider than told', () => {
    for (let width = 20; width < 60; width++) {
      const lines = chartLines(rowsOf(...Array.from({ length: 1000 }, (_, i) => i)), width);
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
    }
  });
});
