import { describe, expect, it } from '@jest/globals';
import { beside } from '../../src/text/block.js';

describe('beside', () => {
  it('puts blocks of any height next to each other', () => {
    const left = { width: 4, lines: ['ab', '日本', 'c'] };
    const right = { width: 3, lines: ['\x1b[31mx\x1b[39m'] };
    expect(beside([left, right, { width: 1, lines: ['1', '2'] }], 1)).toEqual([
      'ab   \x1b[31mx\x1b[39m   1',
      '日本     2',
      'c',
    ]);
  });

  it('is nothing without blocks', () => {
    expect(beside([], 3)).toEqual([]);
  });
});
