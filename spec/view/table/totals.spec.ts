import { describe, expect, it } from '@jest/globals';
import type { Stats } from '../../../src/monitor/stats/stats.js';
import { theme } from '../../../src/text/theme.js';
import { totals } from '../../../src/view/table/totals.js';
import { digestOf, hitOf, hitsOf } from '../../support/digest.js';
import { statsOf } from '../../support/traffic.js';

const shown = (stats: Stats): string[][] =>
  totals(stats, theme(0)).map(({ label, value, change }) => [label, value.text, change.text]);

describe('totals', () => {
  it('stand against the interval before', () => {
    const digest = digestOf([hitOf(), hitOf(), hitOf(), hitOf({ status: '500' })]);
    const previous = digestOf([hitOf(), hitOf({ status: '500' })]);
    expect(shown(statsOf(digest, { previous }))).toEqual([
      ['Hits', '4', '▲ +100 %'],
      ['Hits/s', '0.4', '▲ +100 %'],
      ['Bytes', '400 B', '▲ +100 %'],
      ['Errors', '25.0 %', '▼  −50 %'],
    ]);
  });

  it('call errors new after a quiet interval', () => {
    const [, , , errors] = shown(statsOf(hitsOf(1, { status: '500' }), { previous: digestOf([]) }));
    expect(errors).toEqual(['Errors', '100 %', '▲    new']);
  });

  it('have no change in the first interval', () => {
    expect(shown(statsOf(hitsOf(1))).map(([, , change]) => change)).toEqual(['', '', '', '']);
  });
});
