import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { condense, sparkline } from '../../../src/screen/draw/sparkline.js';

const anyValue = fc.option(
  fc.oneof(
    fc.constant(0),
    fc.double({ min: 0, max: 1e300, noNaN: true }),
    fc.maxSafeNat(),
    fc.double({ min: 0, max: 1, noNaN: true }),
  ),
  { nil: undefined },
);
const anyValues = fc.array(anyValue, { maxLength: 120 });

describe('sparkline', () => {
  it.each([
    ['a column for each value, the largest as high as can be', [1, 2, 3, 4, 5, 6, 7], 7, '▂▃▄▅▆▇█'],
    ['the last values where there are more than columns', [100, 1, 2, 4], 3, '▃▅█'],
    ['blanks at the left where there are fewer', [1, 1], 4, '  ██'],
    ['nothing, little and much', [0, 1, 1000], 3, '▁▂█'],
    ['what is not known as a blank', [1, undefined, 0, 2], 4, '▅ ▁█'],
    ['nothing all the time', [0, 0, 0], 3, '▁▁▁'],
    ['a fraction', [0.001, 0.002], 2, '▅█'],
    ['a blank line without values', [], 3, '   '],
    ['nothing without columns', [1, 2], 0, ''],
  ])('shows %s', (_, values, width, shown) => {
    expect(sparkline(values, width)).toBe(shown);
  });

  it('is as wide as told', () => {
    fc.assert(
      fc.property(anyValues, fc.nat(130), (values, width) => {
        expect(stringWidth(sparkline(values, width))).toBe(width);
      }),
    );
  });

  it('never shows a larger value lower, nor anything like nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e300, noNaN: true }), { minLength: 1, maxLength: 50 }),
        (values) => {
          const shown = sparkline(values, values.length);
          values.forEach((value, i) => {
            expect(shown[i] === '▁').toBe(value === 0);
            values.forEach((other, j) => {
              if (value >= other) expect((shown[i] ?? '') >= (shown[j] ?? '')).toBe(true);
            });
          });
        },
      ),
    );
  });
});

describe('condense', () => {
  it('gives means of groups that end at the last value', () => {
    expect(condense([1, 3, 5, 7, 9, 11], 3)).toEqual([2, 6, 10]);
    expect(condense([100, 200, 1, 3, 5, 7, 9, 11], 3, 6)).toEqual([2, 6, 10]);
  });

  it('has all values that are asked for in its groups, and earlier ones where these do not fill them', () => {
    expect(condense([1, 3, 5, 7, 9, 11], 3, 4)).toEqual([2, 6, 10]);
    expect(condense([1, 3, 5, 7, 9, 11], 3, 7)).toEqual([undefined, 3, 9]);
  });

  it('gives the values themselves where there is a column for each that is asked for', () => {
    expect(condense([1, undefined, 0], 3)).toEqual([1, undefined, 0]);
    expect(condense([8, 1, undefined, 0], 3, 2)).toEqual([1, undefined, 0]);
    expect(condense([1], 3)).toEqual([undefined, undefined, 1]);
  });

  it('leaves out of a mean what is not known', () => {
    expect(condense([undefined, undefined, undefined, 4, 0, 4], 3)).toEqual([undefined, 4, 2]);
  });

  it('has no columns where there are none', () => {
    expect(condense([1, 2], 0)).toEqual([]);
  });

  it('has as many columns as told, between the least and the largest value', () => {
    fc.assert(
      fc.property(anyValues, fc.integer({ min: 0, max: 100 }), fc.nat(200), (values, columns, least) => {
        const means = condense(values, columns, least);
        expect(means).toHaveLength(columns);
        const known = values.filter((value) => value !== undefined);
        for (const mean of means) {
          if (mean === undefined) continue;
          expect(mean).toBeGreaterThanOrEqual(Math.min(...known) * (1 - 1e-12));
          expect(mean).toBeLessThanOrEqual(Math.max(...known) * (1 + 1e-12));
        }
      }),
    );
  });

  it('moves a picture as it is, by one column, when the values of one column have come', () => {
    fc.assert(
      fc.property(anyValues, anyValues, fc.integer({ min: 1, max: 30 }), (values, more, columns) => {
        const size = Math.ceil(values.length / columns);
        fc.pre(size > 0 && more.length >= size);
        const moved = condense([...values, ...more.slice(0, size)], columns, values.length);
        expect(moved.slice(0, -1)).toEqual(condense(values, columns).slice(1));
      }),
    );
  });

  it('keeps a peak as high while it moves through', () => {
    for (let i = 1; i <= 90; i++) {
      const values = new Array<number>(100).fill(0).with(100 - i, 30);
      expect(condense(values, 30, 90).filter((mean) => mean !== 0)).toEqual([10]);
    }
  });
});
