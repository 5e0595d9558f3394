import { describe, expect, it } from '@jest/globals';
import { emptyDigest, foldUnparsed } from '../../src/digest/digest.js';
import type { Digest } from '../../src/digest/digest.js';
import { Engine } from '../../src/engine/engine.js';
import { combined } from '../../src/format/known/common.js';
import { json } from '../../src/format/known/json.js';
import { reportJson, statsJson } from '../../src/view/json.js';
import type { Report } from '../../src/view/report/report.js';
import { reportTable } from '../../src/view/report/report-table.js';
import { statsTable } from '../../src/view/table/stats-table.js';
import { theme } from '../../src/text/theme.js';
import { widthOf } from '../../src/text/width.js';
import { alertOf, AT, statsOf } from '../support/traffic.js';
import { jsonLinesWith, linesWith } from './logs.js';
import { harmIn, HOSTILE } from './values.js';

const WIDTHS = [20, 40, 80, 120, 200];

const engine = new Engine();
const plain = theme(0);

/** The digest of a log with the text in every place, from a file whose name is the text as well. */
function digestWith(text: string): Digest {
  const digest = emptyDigest();
  const source = Buffer.from(text, 'latin1').toString();
  for (const [lines, layout] of [[linesWith(text), combined] as const, [jsonLinesWith(text), json] as const]) {
    engine.fold(Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1'), layout, source, digest);
  }
  return digest;
}

const reportOf = (digest: Digest): Report => ({
  type: 'report',
  from: AT,
  to: AT,
  digest,
  alerts: [alertOf()],
  files: 1,
  isPartial: false,
});

/** The words of an alert are never cut. */
const isAlert = (line: string): boolean => line.startsWith('High traffic');

/** The rows of each table of keys: what stands between its headings and the next empty line or note. */
function tablesIn(text: string): string[][] {
  const lines = text.split('\n');
  return lines.flatMap((line, i) => {
    if (!line.includes('─') || !lines[i + 1]?.includes('hits')) return [];
    const rest = lines.slice(i + 1);
    const end = rest.findIndex((row) => row === '' || row.startsWith('… and '));
    return [rest.slice(0, end === -1 ? rest.length : end)];
  });
}

/** Whether a number ends in a column of the terminal, counted from 1. */
function hasNumberAt(row: string, column: number): boolean {
  const characters = Array.from(new Intl.Segmenter().segment(row), ({ segment }) => segment);
  let width = 0;
  const at = characters.findIndex((character) => (width += widthOf(character)) === column);
  return /\d/.test(characters[at] ?? '') && (characters[at + 1] ?? ' ') === ' ';
}

describe('What is shown of a log', () => {
  describe.each(Object.entries(HOSTILE))('with %s', (_, text) => {
    const digest = digestWith(text);

    it('is harmless and within the width, in tables of any width', () => {
      for (const width of WIDTHS) {
        const options = { top: 30, width, theme: plain, utc: true };
        const stats = statsOf(digest, { previous: digest });
        const shown = [
          statsTable(stats, { ...options, alertsOn: [alertOf()] }),
          reportTable(reportOf(digest), options),
        ].join('\n');
        expect(harmIn(shown)).toEqual([]);
        const tooWide = shown.split('\n').filter((line) => !isAlert(line) && widthOf(line) > width);
        expect(tooWide).toEqual([]);
      }
    });

    it('stands in straight columns', () => {
      for (const width of [60, 79]) {
        const options = { top: 30, width, theme: plain, utc: true };
        const text = [
          statsTable(statsOf(digest), { ...options, alertsOn: [] }),
          reportTable(reportOf(digest), options),
        ].join('\n\n');
        const tables = tablesIn(text);
        expect(tables).toHaveLength(10);
        for (const [headings = '', ...rows] of tables) {
          expect(rows.length).toBeGreaterThan(0);
          const hits = headings.indexOf('hits') + 'hits'.length;
          expect([headings, ...rows].map((row) => widthOf(row))).toEqual(Array(rows.length + 1).fill(width));
          expect(rows.filter((row) => !hasNumberAt(row, hits))).toEqual([]);
        }
      }
    });

    it('is harmless and whole in JSON', () => {
      const jsons = [
        statsJson(statsOf(digest), { top: 30, utc: true }),
        reportJson(reportOf(digest), { top: 30, utc: true }),
      ];
      for (const text of jsons) {
        expect(harmIn(text)).toEqual([]);
        expect(text).not.toContain('\n');
        const { hits, methods } = JSON.parse(text) as { hits: number; methods: Record<string, number> };
        expect(hits).toBe(digest.hits);
        expect(Object.values(methods).reduce((sum, count) => sum + count, 0)).toBe(digest.hits);
      }
    });
  });

  it('tells keys apart that differ in what is not seen', () => {
    const digest = emptyDigest();
    const paths = [
      '/admin',
      '/ad\u200bmin',
      '/ad\u00admin',
      '/admin\u3164',
      '/admin\ufe0f',
      '/admin\u00a0',
      '/admin\u{e0041}',
    ];
    const lines = paths.flatMap((path) =>
      linesWith('x')
        .slice(0, 1)
        .map((line) => line.replace('/blog/a.html', path)),
    );
    engine.fold(Buffer.from(lines.join('\n')), combined, 'a.log', digest);
    const { paths: shown } = JSON.parse(statsJson(statsOf(digest), { top: 30, utc: true })) as {
      paths: { key: string }[];
    };
    expect(new Set(shown.map(({ key }) => key)).size).toBe(paths.length);
    for (const { key } of shown) expect(key).toMatch(/^[ -~]+$/);
  });

  it('is harmless where numbers are beyond all bounds', () => {
    const digest = emptyDigest();
    const most = '9'.repeat(400);
    const lines = ['01/Jan/0000:00:00:00 +9999', '31/Dec/9999:23:59:60 -9999'].map((time) =>
      linesWith('x')
        .slice(0, 1)
        .map((line) => line.replace(/\[.*\]/, `[${time}]`).replace(' 200 100 ', ` 200 ${most} `)),
    );
    engine.fold(Buffer.from(lines.flat().join('\n')), combined, 'a.log', digest);
    foldUnparsed(digest, Number.MAX_SAFE_INTEGER, { source: 'a.log', line: '' });
    const rows = digest.timeline.rows();
    const report = { ...reportOf(digest), from: (rows[0]?.second ?? 0) * 1000, to: (rows[1]?.second ?? 0) * 1000 };
    expect(digest.hits).toBe(2);
    for (const width of WIDTHS) {
      const shown = reportTable(report, { top: 3, width, theme: plain, utc: true });
      expect(harmIn(shown)).toEqual([]);
      expect(shown).not.toMatch(/NaN|Infinity|undefined/);
    }
    const { from, to, sizes } = JSON.parse(reportJson(report, { top: 3, utc: true })) as Record<string, unknown>;
    expect({ from, to, sizes }).toMatchObject({
      from: '-000001-12-27T19:21:00+00:00',
      to: '+010000-01-05T04:39:00+00:00',
      sizes: { p50: expect.any(Number), max: Number.MAX_SAFE_INTEGER },
    });
  });
});
