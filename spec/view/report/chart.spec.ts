import { describe, expect, it } from '@jest/globals';
import { Timeline } from '../../../src/digest/timeline.js';
import { chartLines } from '../../../src/view/report/chart.js';

/** The hits of seconds in a row. */
function timelineOf(...hits: readonly number[]): Timeline {
  const timeline = new Timeline();
  hits.forEach((count, second) => {
    if (count > 0) timeline.count(second, count, 0, 0);
  });
  return timeline;
}

describe('chartLines', () => {
  it('draws the hits of each second, the most as high as the chart', () => {
    expect(chartLines(timelineOf(1, 2, 4, 8, 0, 8), 20)).toEqual([
      '8    █ █',
      '     █ █',
      '     █ █',
      '    ██ █',
      '   ▄██ █',
      '0 ▆███ █',
    ]);
  });

  it('sums up seconds where there are more than columns, and says the most of a column', () => {
    const timeline = timelineOf(...Array.from({ length: 100 }, (_, i) => (i < 50 ? 1 : 2)));
    expect(chartLines(timeline, 13)).toEqual([
      '20      █████',
      '        █████',
      '        █████',
      '   ██████████',
      '   ██████████',
      ' 0 ██████████',
    ]);
  });

  it('reaches over thousands of years, in whatever order their seconds came', () => {
    const timeline = timelineOf(1);
    timeline.count(253_402_300_799, 2, 0, 0);
    timeline.count(-62_167_219_200, 4, 0, 0);
    const lines = chartLines(timeline, 20);
    expect(lines[0]).toBe('4 █');
    expect(lines.at(-1)).toBe('0 █  █             █');
  });

  it('is empty without hits', () => {
    expect(chartLines(new Timeline(), 20).at(-1)).toBe('0');
  });

  it('shows a single hit among many', () => {
    expect(chartLines(timelineOf(100_000, 1), 20).at(-1)).toMatch(/█▁$/);
  });

  it('is never wider than told', () => {
    for (let width = 20; width < 60; width++) {
      const lines = chartLines(timelineOf(...Array.from({ length: 1000 }, (_, i) => i)), width);
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
    }
  });
});
