import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyDigest, foldUnparsed, merge } from '../../../src/digest/digest.js';
import { KeyTable } from '../../../src/digest/key-table.js';
import type { IntervalContext } from '../../../src/monitor/stats/interval-context.js';
import type { Stats } from '../../../src/monitor/stats/stats.js';
import { statsTable } from '../../../src/view/table/stats-table.js';
import { widthOf } from '../../../src/text/width.js';
import type { StatsTableOptions } from '../../../src/view/table/stats-table.js';
import { theme } from '../../../src/text/theme.js';
import { anyLines, digestOf, hitOf, hitsOf, withTables } from '../../support/digest.js';
import { expectGolden } from '../../support/golden.js';
import { alertOf, AT, bytesOf, HOSTILE_KEYS, hostileTraffic, siteTraffic, statsOf } from '../../support/traffic.js';

const WIDTHS = [60, 80, 120, 160];

const optionsOf = (given: Partial<StatsTableOptions> = {}): StatsTableOptions => ({
  top: 10,
  width: 80,
  theme: theme(0),
  utc: true,
  alertsOn: [],
  ...given,
});

const draw = (stats: Stats, given: Partial<StatsTableOptions> = {}): string => statsTable(stats, optionsOf(given));

const golden = (name: string): URL => new URL(`golden/${name}.txt`, import.meta.url);

const contextOf = (given: Partial<IntervalContext>): IntervalContext => ({
  total: { from: AT, hits: 4711, bytes: 0, unparsed: 0 },
  lag: 0,
  isPrimed: false,
  ...given,
});

function withUnparsed(stats: Stats): Stats {
  const digest = stats.digest;
  foldUnparsed(digest, 1234, {
    source: '/var/log/access.log',
    line: `\x16\x03\x01 no log line ${'at all '.repeat(40)}`,
  });
  return stats;
}

/** An interval in which orders fail, and a scanner that looked for passwords has gone. */
function busy(): Stats {
  const orders = { section: '/api', path: '/api/v1/orders', status: '503', host: '10.9.9.9', bytes: 0 };
  const scan = { section: '/.env', path: '/.env', status: '404', host: '203.0.113.7', bytes: 162 };
  return statsOf(merge(siteTraffic(4000, 900), hitsOf(260, orders)), {
    previous: merge(siteTraffic(3700), hitsOf(412, scan)),
  });
}

describe('statsTable, as it looks', () => {
  for (const width of WIDTHS) {
    it(`shows an interval and its changes at ${width} columns`, () => {
      expectGolden(draw(busy(), { width }), golden(`busy-${width}`));
    });

    it(`shows it in colours at ${width} columns`, () => {
      expectGolden(draw(busy(), { width, theme: theme(1) }), golden(`busy-${width}-colour`));
    });

    it(`shows hostile keys at ${width} columns`, () => {
      const stats = statsOf(hostileTraffic(), { previous: hitsOf(9, { path: HOSTILE_KEYS[0] ?? '' }) });
      expectGolden(draw(stats, { width, top: 12 }), golden(`hostile-${width}`));
    });

    it(`shows an alert that is on, and lines that are no hits, at ${width} columns`, () => {
      const stats = withUnparsed(busy());
      const alertsOn = [alertOf({ at: AT - 31_000 })];
      expectGolden(draw(stats, { width, top: 3, alertsOn }), golden(`alert-${width}`));
      expectGolden(draw(stats, { width, top: 3, alertsOn, theme: theme(1) }), golden(`alert-${width}-colour`));
    });
  }

  it('shows a first interval without changes', () => {
    expectGolden(draw(statsOf(siteTraffic(300)), { top: 3 }), golden('first-80'));
  });

  it('shows that reading is behind', () => {
    const given = { top: 3, context: contextOf({ lag: 52_400_000 }), alertsOn: [alertOf()] };
    expectGolden(draw(busy(), given), golden('lag-80'));
    expectGolden(draw(busy(), { ...given, theme: theme(1) }), golden('lag-80-colour'));
  });

  it('shows what the logs held before the start', () => {
    const stats = statsOf(siteTraffic(300), { from: AT - 120_000, to: AT + 250 });
    const given = { top: 3, context: contextOf({ isPrimed: true }) };
    expectGolden(draw(stats, given), golden('primed-80'));
    expectGolden(draw(stats, { ...given, theme: theme(1) }), golden('primed-80-colour'));
  });

  it('shows a quiet interval in a line', () => {
    expect(draw(statsOf(emptyDigest(), { previous: hitsOf(5) }))).toBe('16:00:39 – 16:00:49  no hits in 10 s');
  });

  it('shows what else there is to say of a quiet interval', () => {
    const stats = withUnparsed(statsOf(emptyDigest(), { previous: emptyDigest() }));
    expectGolden(draw(stats, { alertsOn: [alertOf()] }), golden('quiet-80'));
    expectGolden(draw(stats, { alertsOn: [alertOf()], theme: theme(1) }), golden('quiet-80-colour'));
  });
});

describe('statsTable', () => {
  it('says how many keys there are beyond the rows', () => {
    const digest = digestOf(Array.from({ length: 1237 }, (_, i) => hitOf({ path: `/${i}` })));
    expect(draw(statsOf(digest), { top: 3 })).toContain('… and 1,234 more');
    expect(draw(statsOf(hitsOf(3)), { top: 3 })).not.toContain('more');
  });

  it('says when counts may be low', () => {
    const paths = new KeyTable(1);
    for (const key of ['/a', '/b', '/c']) paths.count(key, 1, 0, 0);
    expect(draw(statsOf(withTables(hitsOf(3), { paths })))).toContain('counts may be low by up to 1');
  });

  it('says how far reading is behind from 1 MiB on, also when nothing was read', () => {
    const lagOf = (lag: number, hits = 3): string | undefined =>
      draw(statsOf(hitsOf(hits)), { context: contextOf({ lag }) })
        .split('\n')
        .find((line) => line.startsWith('Lag'));
    expect(lagOf(1024 * 1024)).toBe('Lag        1.0 MB  not read yet: these hits are older than the times say');
    expect(lagOf(1024 * 1024 - 1)).toBeUndefined();
    expect(lagOf(123_456_789_000, 0)).toContain('123 GB');
  });

  it('says of no other interval that it is from before the start', () => {
    expect(draw(statsOf(hitsOf(3)), { context: contextOf({ isPrimed: true }) })).toContain('before the start');
    expect(draw(statsOf(hitsOf(3)), { context: contextOf({}) })).not.toContain('before the start');
    expect(draw(statsOf(hitsOf(3)))).not.toContain('before the start');
  });

  it('calls no key new that may have been dropped before', () => {
    const paths = new KeyTable(1);
    for (const key of ['/a', '/b', '/c']) paths.count(key, 1, 0, 0);
    const row = (previous: Stats['previous']): string | undefined =>
      draw(statsOf(hitsOf(3, { path: '/d' }), { previous }))
        .split('\n')
        .find((line) => line.startsWith('/d '));
    expect(row(withTables(hitsOf(3), { paths }))).not.toContain('new');
    expect(row(hitsOf(3))).toContain('new');
  });

  it('says how many hosts are different', () => {
    const digest = digestOf(Array.from({ length: 1234 }, (_, i) => hitOf({ host: `10.0.0.${i}` })));
    expect(draw(statsOf(digest))).toContain('Hosts (1,234 different)');
  });

  it('has full times where the span is a day and more', () => {
    const [first] = draw(statsOf(hitsOf(1), { to: AT + 2 * 86_400_000 })).split('\n');
    expect(first).toBe('2018-05-09T16:00:39+00:00 – 2018-05-11T16:00:39+00:00  2 d');
  });

  it('takes a width of less than 20 for 20', () => {
    for (const width of [0, -1, 19.5]) expect(draw(busy(), { width })).toBe(draw(busy(), { width: 20 }));
  });

  it('has no rows when none are asked for', () => {
    expect(draw(statsOf(hitsOf(3)), { top: 0 })).toContain('… and 1 more');
  });
});

const anyKey = fc.oneof(
  fc.constantFrom(...HOSTILE_KEYS),
  fc.string({ unit: 'grapheme', maxLength: 80 }).map(bytesOf),
  fc.string({ unit: 'binary', maxLength: 40 }).map(bytesOf),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
);

const anyHostileDigest = fc
  .array(
    fc.record({
      host: anyKey,
      method: anyKey,
      section: anyKey,
      path: anyKey,
      status: fc.constantFrom('200', '304', '404', '503', '-', '999'),
      bytes: fc.nat({ max: 2 ** 50 }),
    }),
    { maxLength: 12 },
  )
  .map(digestOf);

const anyDigest = fc.oneof(anyLines.map(digestOf), anyHostileDigest, fc.nat(500).map(siteTraffic));

describe('statsTable, whatever it is given', () => {
  it('is never wider than told, and holds no control characters', () => {
    fc.assert(
      fc.property(
        anyDigest,
        fc.option(anyDigest, { nil: undefined }),
        fc.integer({ min: 20, max: 220 }),
        fc.nat(15),
        fc.constantFrom([], [alertOf()]),
        fc.constantFrom(undefined, contextOf({ isPrimed: true, lag: Number.MAX_SAFE_INTEGER })),
        (digest, previous, width, top, alertsOn, context) => {
          const stats = statsOf(digest, { previous });
          const text = draw(stats, { width, top, alertsOn, context });
          expect(text).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f]/);
          for (const line of text.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(width);

          const coloured = draw(stats, { width, top, alertsOn, context, theme: theme(3) });
          for (const line of coloured.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(width);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('holds numbers of any size in any width', () => {
    const huge = hitsOf(1, { bytes: Number.MAX_SAFE_INTEGER });
    const digest = { ...huge, hits: Number.MAX_SAFE_INTEGER, errors: 1, unparsed: Number.MAX_SAFE_INTEGER };
    for (let width = 20; width <= 220; width++) {
      for (const line of draw(statsOf(digest), { width }).split('\n')) {
        expect(widthOf(line)).toBeLessThanOrEqual(width);
      }
    }
  });
});
