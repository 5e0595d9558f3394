import { describe, expect, it } from '@jest/globals';
import { parseDuration } from '../../../src/cli/args/duration.js';

describe('parseDuration', () => {
  it.each([
    ['10', 10_000],
    ['10s', 10_000],
    ['0.5', 500],
    ['500ms', 500],
    ['2m', 120_000],
    ['1.5h', 5_400_000],
    ['0', 0],
  ])('reads %s as %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', ' ', '-3', '+3', '10 s', '10S', '10d', 's', 'ms', '1e3', '1,5', '.5', '5.', 'Infinity', 'NaN', '0x10'])(
    'does not take %j for a duration',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );
});
