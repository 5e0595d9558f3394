import { describe, expect, it } from '@jest/globals';
import { emptyDigest } from '../../src/digest/digest.js';
import { KeyTable } from '../../src/digest/key-table.js';
import { rateOf, summarize } from '../../src/view/summary.js';
import { digestOf, hitOf, hitsOf, withTables } from '../support/digest.js';
import { AT, statsOf } from '../support/traffic.js';

describe('summarize', () => {
  it('has all at nothing for a quiet interval', () => {
    expect(summarize(statsOf(emptyDigest()), 10)).toEqual({
      hits: 0,
      rate: 0,
      bytes: 0,
      unparsed: 0,
      methods: {},
      statuses: {},
      sections: [],
      paths: [],
      hosts: { unique: 0, top: [] },
    });
  });

  it('gives the largest rows, and with equal hits those whose bytes come first', () => {
    const digest = digestOf(['/b', '/c', '/c', '/a', '/\xff'].map((section) => hitOf({ section })));
    const { sections } = summarize(statsOf(digest), 3);
    expect(sections.map(({ key, hits }) => [key, hits])).toEqual([
      ['/c', 2],
      ['/a', 1],
      ['/b', 1],
    ]);
  });

  it('escapes keys in every table', () => {
    const digest = hitsOf(1, { section: '\x1b', path: '\x1b', host: '\x1b', method: '\x1b' });
    const { sections, paths, hosts, methods } = summarize(statsOf(digest), 10);
    expect([sections[0]?.key, paths[0]?.key, hosts.top[0]?.key, Object.keys(methods)[0]]).toEqual(
      Array.from({ length: 4 }, () => '\\x1b'),
    );
  });

  it('orders statuses by code, with `-` last', () => {
    const digest = digestOf(['404', '-', '200', '404', '503'].map((status) => hitOf({ status })));
    expect(Object.entries(summarize(statsOf(digest), 10).statuses)).toEqual([
      ['200', 1],
      ['404', 2],
      ['503', 1],
      ['-', 1],
    ]);
  });

  it('counts all different hosts, and shows the top ones', () => {
    const digest = digestOf(['a', 'b', 'c'].map((host) => hitOf({ host })));
    expect(summarize(statsOf(digest), 1).hosts).toMatchObject({ unique: 3, top: [{ key: 'a' }] });
  });

  it('sums up methods that look the same once escaped', () => {
    const digest = digestOf([hitOf({ method: '\x1b' }), hitOf({ method: '\\x1b' })]);
    expect(summarize(statsOf(digest), 10).methods).toEqual({ '\\x1b': 2 });
  });

  it('says which tables dropped keys', () => {
    const paths = new KeyTable(1);
    for (const key of ['/a', '/b', '/c']) paths.count(key, 1, 0, 0);
    expect(summarize(statsOf(withTables(hitsOf(3), { paths })), 10).maxLost).toEqual({ paths: 1 });
  });
});

describe('rateOf', () => {
  it('is hits per second, not rounded', () => {
    expect(rateOf(statsOf(hitsOf(1), { to: AT + 3000 }))).toBe(1 / 3);
  });

  it('is 0 when the interval has no length', () => {
    expect(rateOf(statsOf(hitsOf(1), { to: AT }))).toBe(0);
  });
});
