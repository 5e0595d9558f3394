import { describe, expect, it } from '@jest/globals';
import { KeyTable } from '../../src/digest/key-table.js';
import { alertJson, statsJson } from '../../src/view/json.js';
import { digestOf, hitOf, hitsOf, withTables } from '../support/digest.js';
import { AT, alertOf, HOSTILE_KEYS, hostileTraffic, statsOf } from '../support/traffic.js';

const OPTIONS = { top: 10, utc: true };

describe('statsJson', () => {
  it('is one line with the keys in their order', () => {
    const digest = digestOf([hitOf(), hitOf({ status: '503', bytes: 7 }), { source: 'a.log', line: 'garbage' }]);
    expect(statsJson(statsOf(digest, { to: AT + 3000 }), OPTIONS)).toBe(
      '{"type":"stats","from":"2018-05-09T16:00:39+00:00","to":"2018-05-09T16:00:42+00:00",' +
        '"hits":2,"rate":0.6666666666666666,"bytes":107,"unparsed":1,' +
        '"methods":{"GET":2},"statuses":{"200":1,"503":1},' +
        '"sections":[{"key":"/blog","hits":2,"bytes":107,"errors":1}],' +
        '"paths":[{"key":"/blog/a.html","hits":2,"bytes":107,"errors":1}],' +
        '"hosts":{"unique":1,"top":[{"key":"10.0.0.1","hits":2,"bytes":107,"errors":1}]}}',
    );
  });

  it('has what stands around the interval behind it, where that is known', () => {
    const total = { from: AT - 60_000, hits: 4711, bytes: 12, unparsed: 3 };
    const json = (isPrimed: boolean): string =>
      statsJson(statsOf(hitsOf(1)), { ...OPTIONS, context: { total, lag: 5, isPrimed } });
    const tail = '"lag":5,"total":{"from":"2018-05-09T15:59:39+00:00","hits":4711,"bytes":12,"unparsed":3}';
    expect(json(false).endsWith(`,${tail}}`)).toBe(true);
    expect(json(true).endsWith(`,${tail},"primed":true}`)).toBe(true);
    expect(JSON.parse(statsJson(statsOf(hitsOf(1)), OPTIONS))).not.toHaveProperty('total');
  });

  it('keeps a method by any name', () => {
    for (const method of ['__proto__', 'constructor', 'toString']) {
      const parsed = JSON.parse(statsJson(statsOf(hitsOf(2, { method })), OPTIONS)) as { methods: object };
      expect(Object.entries(parsed.methods)).toEqual([[method, 2]]);
    }
  });

  it('is valid JSON in valid UTF-8 on one line, whatever the keys', () => {
    const json = statsJson(statsOf(hostileTraffic()), { top: 100, utc: true });
    expect(json).not.toMatch(/[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]/);
    expect(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(json))).toBe(json);
    const { sections, methods } = JSON.parse(json) as { sections: { key: string }[]; methods: object };
    expect(sections).toHaveLength(HOSTILE_KEYS.length);
    expect(new Set(Object.keys(methods))).toEqual(new Set(sections.map(({ key }) => key)));
  });

  it('says by how much counts may be low, only when keys were dropped', () => {
    const hosts = new KeyTable(1);
    for (const key of ['a', 'b', 'c']) hosts.count(key, 1, 0, 0);
    expect(statsJson(statsOf(withTables(hitsOf(3), { hosts })), OPTIONS)).toMatch(/,"maxLost":\{"hosts":1\}\}$/);
    expect(statsJson(statsOf(hitsOf(3)), OPTIONS)).not.toContain('maxLost');
  });
});

describe('alertJson', () => {
  it('is one line with the keys in their order', () => {
    expect(alertJson(alertOf(), { utc: true })).toBe(
      '{"type":"alert","state":"triggered","rule":"traffic","at":"2018-05-09T16:00:39+00:00","hits":1234,' +
        '"average":10.283333333333333,"threshold":10,"window":120,' +
        '"message":"High traffic generated an alert - hits = 1234, triggered at 2018-05-09T16:00:39+00:00"}',
    );
  });

  it('tells of a recovery', () => {
    expect(JSON.parse(alertJson(alertOf({ state: 'recovered', hits: 3, average: 0.025 }), { utc: true }))).toEqual({
      type: 'alert',
      state: 'recovered',
      rule: 'traffic',
      at: '2018-05-09T16:00:39+00:00',
      hits: 3,
      average: 0.025,
      threshold: 10,
      window: 120,
      message: 'High traffic alert recovered - hits = 3, recovered at 2018-05-09T16:00:39+00:00',
    });
  });
});
