import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { change, CHANGE_TEXT_WIDTH, formatChange } from '../../src/text/change.js';

describe('change', () => {
  it.each([
    [112, 100, 'rise', '▲', '+12 %'],
    [60, 100, 'fall', '▼', '−40 %'],
    [0, 100, 'fall', '▼', '−100 %'],
    [1, 1000, 'fall', '▼', '−99 %'],
    [5, 0, 'new', '▲', 'new'],
    [5, 5, 'same', '', '='],
    [0, 0, 'same', '', '='],
    [1001, 1000, 'same', '', '='],
    [1098, 100, 'rise', '▲', '+998 %'],
    [1100, 100, 'rise', '▲', '×11'],
    [1e9, 1, 'rise', '▲', '×999+'],
  ] as const)('%d after %d is a %s', (now, before, trend, sign, text) => {
    expect(change(now, before)).toEqual({ trend, sign, text });
  });

  it('is unknown when there was nothing before', () => {
    expect(change(5, undefined)).toEqual({ trend: 'unknown', sign: '', text: '' });
  });

  it('never has more columns than told', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (now, before) => {
        expect(change(now, before).text.length).toBeLessThanOrEqual(CHANGE_TEXT_WIDTH);
      }),
    );
  });
});

describe('formatChange', () => {
  it('puts signs and numbers each below each other', () => {
    const lines = [change(112, 100), change(0, 100), change(1, 1), change(1, 0), change(1, undefined)].map(
      formatChange,
    );
    expect(lines).toEqual(['▲  +12 %', '▼ −100 %', '       =', '▲    new', '']);
  });
});
