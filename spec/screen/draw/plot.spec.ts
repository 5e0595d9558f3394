import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { plot } from '../../../src/screen/draw/plot.js';
import type { PlotOptions } from '../../../src/screen/draw/plot.js';
import { screenTheme } from '../../../src/screen/draw/screen-theme.js';
import { formatCount, formatRate } from '../../../src/text/units.js';

const optionsOf = (given: Partial<PlotOptions> = {}): PlotOptions => ({
  width: 40,
  height: 8,
  format: formatCount,
  theme: screenTheme(0, 'dark'),
  ...given,
});

type Values = readonly (number | undefined)[];

const draw = (values: Values, given?: Partial<PlotOptions>): string[] => plot(values, optionsOf(given)).lines;

/** Traffic that goes up and down, with a burst in the middle. */
const day = Array.from({ length: 144 }, (_, i) =>
  Math.max(0, 6 + 5 * Math.sin(i / 17) + 2 * Math.sin(i / 3) + (i > 75 && i < 90 ? 9 : 0)),
);

describe('plot, as it looks', () => {
  it('shows a burst above the threshold', () => {
    expect(draw(day, { width: 76, height: 10, threshold: 10 })).toEqual([
      '20 ┤',
      '   │',
      '   │',
      '   │           ▃▃                                                      ▂▄▂',
      '10 ┤─────────━━━━━━────━━━━───────────────━━━━━───────────────━━━────━━━━━━─',
      '   │ ▁▅▆▄▁  ▃██████▆▃▃▆████▂              █████▅▃            ▄████▄▃▄██████▆',
      '   │▂█████▇▇████████████████▂             ███████           ▅███████████████',
      '   │█████████████████████████▄▁▂▄▇█▅      ███████   ▂▆█▆▃▁▂▆████████████████',
      '   │█████████████████████████████████▁    ███████  ▃████████████████████████',
      ' 0 ┤██████████████████████████████████▃  ▃███████▁▅█████████████████████████',
    ]);
  });

  it('shows what is below a low threshold, and which one it is', () => {
    expect(draw([1, 5, 2, 40, 100, 3, 1, 9], { width: 14, height: 6, threshold: 4 })).toEqual([
      '100 ┤     █',
      '    │     █',
      '    │     █',
      '    │    ▃█',
      '  4 ┤──━─━━──━',
      '  0 ┤ ▁▂▁██▁▁▄',
    ]);
    expect(draw([1, 100], { width: 10, height: 2, threshold: 4 })).toEqual(['100 ┤    █', '  4 ┤────━']);
  });

  it('shows traffic without a threshold', () => {
    expect(
      draw(
        day.map((value) => value * 1e5),
        { width: 60, height: 5 },
      ),
    ).toEqual([
      '2,000,000 ┤',
      '          │        ▁▁                                    ▂',
      '          │  ▂▃▁ ▁▅██▆▃▁▃▆▆▂          █▇▄▂        ▃▆▅▃▁▃▇██▄',
      '          │ ▆███▇███████████▄▁▁▃▄▁   ▇████  ▂▄▃▁▂▆██████████',
      '        0 ┤ ██████████████████████▄▁▁█████▁▅████████████████',
    ]);
  });

  it('fills its columns with earlier values, where not all have to be seen', () => {
    const drawn = draw(day, { width: 40, least: 15 });
    expect(drawn).toEqual(draw(day.slice(-36), { width: 40 }));
    expect(drawn.at(-1)).toMatch(/^ 0 ┤█{36}$/);
  });

  it('says where a threshold is that would flatten the traffic', () => {
    expect(draw(day, { height: 6, threshold: 1000 })).toEqual([
      '                       threshold 1,000 ↑',
      '20 ┤',
      '   │      ▁                           ▁',
      '   │ ▃▁ ▃██▄▂▄▆▂       ▇▇▄       ▆▅▂▃██▅',
      '   │▇██▇████████▄▁▃▃   ███▁ ▂▃▁▂████████',
      ' 0 ┤████████████████▆▁▁████▄████████████',
    ]);
  });

  it('shows what is not known as blank, and few values at the right', () => {
    expect(
      draw([0.1, 0.2, undefined, undefined, 0.5, 0.2], { width: 24, height: 6, threshold: 0.2, format: String }),
    ).toEqual([
      '0.5 ┤                 █',
      '    │                 █',
      '    │                 █',
      '0.2 ┤──────────────━──━━',
      '    │             ▂█  ██',
      '  0 ┤             ██  ██',
    ]);
  });

  it('shows the top alone where the threshold is the largest value', () => {
    expect(draw([2, 4, 10, 9], { width: 14, height: 5, threshold: 10 })).toEqual([
      '10 ┤────────━─',
      '   │        ██',
      '   │        ██',
      '   │       ███',
      ' 0 ┤      ████',
    ]);
  });

  it('is of three lines', () => {
    expect(draw(day, { height: 3, threshold: 10 })).toEqual([
      '20 ┤',
      '10 ┤─────━━━──━────────━━────────━━──━━━',
      ' 0 ┤████████████▇▅▆▇▄▁▁███▅▂▆▇▅▆████████',
    ]);
  });

  it('leaves out the axis where it would take more than half', () => {
    expect(
      draw(
        day.map((value) => value * 1e5),
        { width: 10, height: 4, threshold: 1e6 },
      ),
    ).toEqual(['', '──━──────━', '▆▇█▅ ▂ ▁██', '████▇█████']);
  });

  it('shows silence below the threshold', () => {
    expect(draw([0, 0, 0], { width: 16, height: 4, threshold: 5 })).toEqual(['5 ┤─────────────', '  │', '  │', '0 ┤']);
    expect(draw([], { width: 16, height: 3 })).toEqual(['1 ┤', '  │', '0 ┤']);
  });
});

describe('plot', () => {
  it('draws what is not nothing, however little', () => {
    expect(draw([1e6, 1], { height: 4 }).at(-1)).toMatch(/█▁$/);
  });

  it.each([
    [1, '1'],
    [1.01, '2'],
    [2, '2'],
    [4.2, '5'],
    [7, '10'],
    [0.03, '0.05'],
    [0.002, '0.002'],
    [3e12, '5000000000000'],
    [1e300, '1e+300'],
  ])('has an axis up to a round number for %d', (value, top) => {
    expect(draw([value], { format: String })[0]).toMatch(new RegExp(`^${top.replace('+', '\\+')} ┤`));
  });

  it('draws a threshold of up to four times the largest value', () => {
    expect(draw([5], { threshold: 20 })[0]).toMatch(/^20 ┤─+$/);
    expect(draw([5], { threshold: 21 })[0]).toMatch(/^ +threshold 21 ↑$/);
  });

  it('says it in fewer words where there is little room', () => {
    expect(draw([5], { threshold: 1e6, width: 20 })[0]).toBe('         1,000,000 ↑');
    expect(draw([5], { threshold: 1e6, width: 10 })[0]).toBe('         ↑');
  });

  it('paints each part of a line once', () => {
    const theme = screenTheme(3, 'dark');
    const { bar, barHigh, threshold, rule, dim } = theme;
    expect(draw([1, 4, 4, undefined, 4], { theme, width: 9, height: 4, threshold: 2 })).toEqual([
      `${dim('5')} ${rule('┤')}  ${barHigh('▂▂ ▂')}`,
      `  ${rule('│')}  ${barHigh('██ █')}`,
      `${threshold('2')} ${rule('┤')}${threshold('──━━─━')}`,
      `${dim('0')} ${rule('┤')} ${bar('▆██ █')}`,
    ]);
  });

  const anyAmount = fc.oneof(
    fc.constant(0),
    fc.nat(20),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1e300, noNaN: true }),
    fc.maxSafeNat(),
  );
  const anyValues = fc.array(fc.option(anyAmount, { nil: undefined }), { maxLength: 400 });
  const anySize = { width: fc.integer({ min: 10, max: 300 }), height: fc.integer({ min: 3, max: 60 }) };
  const anyFormat = fc.constantFrom(formatCount, formatRate, String);
  const anyThreshold = fc.option(anyAmount, { nil: undefined });

  it('has as many lines as told, none wider', () => {
    fc.assert(
      fc.property(
        anyValues,
        anyThreshold,
        fc.record({ ...anySize, format: anyFormat }),
        fc.constantFrom(0 as const, 3 as const),
        (values, threshold, given, level) => {
          const theme = screenTheme(level, 'dark');
          const lines = draw(values, { ...given, theme, ...(threshold === undefined ? {} : { threshold }) });
          expect(lines).toHaveLength(given.height);
          expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(given.width);
          // Label, line of the axis, and the chart.
          for (const line of lines) expect(line.match(/\x1b\[38/g)?.length ?? 0).toBeLessThanOrEqual(3);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('crosses with ━ the columns that reach the threshold, and has nothing above it that does not exceed it', () => {
    const anyFew = fc.array(fc.option(fc.nat(40), { nil: undefined }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(anyFew, fc.nat(40), fc.integer({ min: 3, max: 60 }), (values, threshold, height) => {
        fc.pre(threshold <= 4 * Math.max(...values.map((value = 0) => value)));
        const lines = draw(values, { width: values.length + 10, height, threshold });
        const charts = lines.map((line) => line.replace(/^.*?[│┤]/, ''));
        const width = Math.max(...charts.map(({ length }) => length));
        const at = charts.findIndex((line) => /[─━]/.test(line));
        values.forEach((value, i) => {
          const column = width - values.length + i;
          expect(charts[at]?.[column]).toBe(value !== undefined && value >= threshold ? '━' : '─');
          const above = charts.slice(0, at).map((line) => line[column] ?? ' ');
          if (value === undefined || value <= threshold) expect(above.join('').trim()).toBe('');
        });
      }),
    );
  });

  it.each([
    [0, 0],
    [0, 5],
    [5, 0],
    [1, 1],
    [2, 2],
  ])('bears %d columns and %d lines', (width, height) => {
    const lines = draw(day, { width, height, threshold: 1 });
    expect(lines).toHaveLength(height);
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
  });
});
