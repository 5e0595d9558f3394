import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { stripVTControlCharacters } from 'node:util';
import type { MonitorOptions } from '../../../src/live/options.js';
import { reportPrinter } from '../../../src/outputs/stdout/text-of-output.js';
import type { IntervalContext } from '../../../src/monitor/stats/interval-context.js';
import { hitsOf } from '../../support/digest.js';
import { DEFAULT_OPTIONS } from '../../support/monitor-options.js';
import { alertOf, AT, statsOf } from '../../support/traffic.js';

const options: MonitorOptions = { ...DEFAULT_OPTIONS, files: [], color: false, utc: true };
const context: IntervalContext = {
  total: { from: AT - 60_000, hits: 4711, bytes: 12, unparsed: 3 },
  lag: 5_000_000,
  isPrimed: false,
};
const recovery = alertOf({ state: 'recovered', at: AT + 5000 });

describe('reportPrinter', () => {
  let columns: string | undefined;
  beforeEach(() => {
    columns = process.env['COLUMNS'];
    process.env['COLUMNS'] = '80';
  });
  afterEach(() => {
    if (columns === undefined) delete process.env['COLUMNS'];
    else process.env['COLUMNS'] = columns;
  });

  it('gives a table with an empty line behind it, with the alerts that are on and what stands around it', () => {
    const text = reportPrinter(options)(statsOf(hitsOf(3)), { alertsOn: [alertOf()], context });
    const lines = text.split('\n');
    expect(lines[0]).toContain('HIGH TRAFFIC since 16:00:39');
    expect(lines[1]).toBe('16:00:39 – 16:00:49  10 s');
    expect(lines[2]).toMatch(/^Lag +5\.0 MB/);
    expect(lines.slice(-2)).toEqual(['', '']);
    expect(lines.at(-3)).not.toBe('');
  });

  it('gives a table without what is not known', () => {
    const text = reportPrinter(options)(statsOf(hitsOf(3)), {});
    expect(text.startsWith('16:00:39 – 16:00:49  10 s\nHits ')).toBe(true);
  });

  it('gives an alert as a line of its own', () => {
    const text = reportPrinter(options)(recovery, {});
    expect(text).toBe('High traffic alert recovered - hits = 1234, recovered at 2018-05-09T16:00:44+00:00\n');
    expect(stripVTControlCharacters(text)).toBe(text);
  });

  it('gives an object a line as JSON, with what stands around an interval', () => {
    const print = reportPrinter({ ...options, json: true });
    const text = print(statsOf(hitsOf(3)), { alertsOn: [alertOf()], context });
    expect(text).toMatch(/^\{.*\}\n$/);
    expect(JSON.parse(text)).toMatchObject({ type: 'stats', hits: 3, lag: 5_000_000, total: { hits: 4711 } });
    expect(JSON.parse(print(recovery, {}))).toMatchObject({ type: 'alert', state: 'recovered' });
  });

  it('gives as many rows as are asked for, in the zone that is asked for', () => {
    const text = reportPrinter({ ...options, json: true, top: 0 })(statsOf(hitsOf(3)), {});
    expect(JSON.parse(text)).toMatchObject({ from: '2018-05-09T16:00:39+00:00', paths: [] });
  });
});
