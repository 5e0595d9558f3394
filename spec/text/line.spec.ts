import { describe, expect, it } from '@jest/globals';
import { listItems, paintLine } from '../../src/text/line.js';
import { theme } from '../../src/text/theme.js';

describe('paintLine', () => {
  it('cuts where the width ends and leaves out what follows', () => {
    const pieces = [{ text: 'one ', paint: theme(1).rise }, { text: 'two' }, { text: 'three' }];
    expect(paintLine(pieces, 6)).toBe('\x1b[36mone \x1b[39mt…');
    expect(paintLine(pieces, 12)).toBe('\x1b[36mone \x1b[39mtwothree');
  });
});

describe('listItems', () => {
  const ITEMS = ['200 1,190', '204 10', '206 1'];

  it.each([
    [Infinity, '200 1,190 · 204 10 · 206 1'],
    [26, '200 1,190 · 204 10 · 206 1'],
    [25, '200 1,190 · 204 10 · …'],
    [22, '200 1,190 · 204 10 · …'],
    [21, '200 1,190 · …'],
    [12, '…'],
    [0, ''],
  ])('keeps items whole in %d columns', (width, list) => {
    expect(listItems(ITEMS, width)).toBe(list);
  });

  it('is empty without items', () => {
    expect(listItems([], 10)).toBe('');
  });
});
