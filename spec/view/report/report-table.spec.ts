import { describe, expect, it } from '@jest/globals';
import { emptyDigest, foldUnparsed } from '../../../src/digest/digest.js';
import type { Report } from '../../../src/view/report/report.js';
import { widthOf } from '../../../src/text/width.js';
import { reportTable } from '../../../src/view/report/report-table.js';
import { theme } from '../../../src/text/theme.js';
import { expectGolden } from '../../support/golden.js';
import { digestOf, hitOf } from '../../support/digest.js';
import { alertOf, AT } from '../../support/traffic.js';

const digest = digestOf(
  Array.from({ length: 400 }, (_, i) =>
    hitOf({
      host: `10.0.0.${i % 7}`,
      section: `/s${i % 5}`,
      path: `/s${i % 5}/${i % 20}`,
      status: i % 50 === 0 ? '503' : '200',
      bytes: i * i,
    }),
  ),
);
for (let i = 0; i < 400; i++) {
  digest.timeline.count(AT / 1000 + Math.floor(i ** 1.3 / 10), 1, i * i, 0);
  digest.tables.referrers.count(i % 3 === 0 ? '-' : `https://example.com/${i % 11}`, 1, i * i, 0);
  digest.tables.agents.count('Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 1, i * i, 0);
  digest.sizes.addBucket(Math.min(i, 127), 1);
}
digest.sizes.raiseMax(159_201);
digest.latencies.addBucket(100, 3);
digest.latencies.raiseMax(1_500_000);

const report: Report = {
  type: 'report',
  from: AT,
  to: AT + 241_000,
  digest,
  alerts: [alertOf({ at: AT + 60_000 }), alertOf({ state: 'recovered', hits: 3, at: AT + 130_000 })],
  files: 2,
  isPartial: false,
};
const draw = (given: Report, width: number, level: 0 | 1 = 0): string =>
  reportTable(given, { top: 5, width, theme: theme(level), utc: true });

describe('reportTable', () => {
  it.each([60, 80, 160])('shows a report at %d columns', (width) => {
    expectGolden(draw(report, width), new URL(`golden/report-${width}.txt`, import.meta.url));
  });

  it('shows a report in colours', () => {
    expectGolden(draw(report, 80, 1), new URL('golden/report-80-colour.txt', import.meta.url));
  });

  it('is never wider than told, except for the words of an alert', () => {
    for (let width = 20; width < 200; width += 7) {
      const lines = draw({ ...report, alerts: [] }, width).split('\n');
      expect(Math.max(...lines.map((line) => widthOf(line)))).toBeLessThanOrEqual(width);
    }
  });

  it('says that it is partial, that there are no alerts, and that there are no hits', () => {
    expect(draw({ ...report, isPartial: true, alerts: [] }, 80)).toMatch(
      /2 files, partial: not all was read[^]*No alerts$/,
    );
    const empty = emptyDigest();
    foldUnparsed(empty, 3, { source: 'a.log', line: 'garbage' });
    const lines = draw({ ...report, digest: empty, alerts: [], files: 1 }, 80).split('\n');
    expect(lines[0]).toBe('no hits in 1 file');
    expect(lines[1]).toContain('garbage');
  });
});
