import { describe, expect, it } from '@jest/globals';
import { combined } from '../../src/format/known/common.js';
import { seeded } from '../../src/generate/random.js';
import { hitOf, traffic } from '../../src/generate/traffic.js';
import { fieldsOf, requestPartsOf } from '../support/fields.js';

const many = 50_000;
const random = seeded(1);
const hits = Array.from({ length: many }, () => hitOf(random));

function share(of: (hit: (typeof hits)[number]) => boolean): number {
  return hits.filter(of).length / many;
}

function countsOf(keyOf: (hit: (typeof hits)[number]) => string): number[] {
  const counts = new Map<string, number>();
  for (const hit of hits) counts.set(keyOf(hit), (counts.get(keyOf(hit)) ?? 0) + 1);
  return [...counts.values()].sort((a, b) => b - a);
}

const sectionOf = ({ request }: { request: string }): string => /^\S+ (\/[^/? ]*)/.exec(request)?.[1] ?? '';

function expectBetween(value: number, low: number, high: number): void {
  expect(value).toBeGreaterThanOrEqual(low);
  expect(value).toBeLessThanOrEqual(high);
}

describe('traffic', () => {
  it('gives lines that the combined layout cuts back into the same fields, with a well-formed request', () => {
    const [drawn, lined] = [seeded(2), seeded(2)];
    for (let k = 0; k < 5000; k++) {
      const { before, behind } = traffic(lined);
      const line = Buffer.concat([before, Buffer.from('09/May/2018:16:00:39 +0000'), behind]);
      const hit = hitOf(drawn);
      expect(fieldsOf(combined, line)).toEqual({ ...hit, time: '09/May/2018:16:00:39 +0000' });
      expect(requestPartsOf(hit.request)).toBeDefined();
    }
  });
});

describe('hitOf', () => {
  it('is mostly answered with 200, at times with 304 and 404, seldom with other codes', () => {
    const statusShare = (code: string): number => share(({ status }) => status === code);
    expectBetween(statusShare('200'), 0.7, 0.9);
    expectBetween(statusShare('304'), 0.04, 0.15);
    expectBetween(statusShare('404'), 0.02, 0.08);
    for (const code of ['206', '301', '302', '403']) expectBetween(statusShare(code), 0.001, 0.03);
    expectBetween(
      share(({ status }) => status.startsWith('5')),
      0.002,
      0.02,
    );
  });

  it('is mostly a GET, now and then another method', () => {
    expectBetween(
      share(({ request }) => request.startsWith('GET ')),
      0.85,
      0.97,
    );
    for (const method of ['POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']) {
      expectBetween(
        share(({ request }) => request.startsWith(`${method} `)),
        0.001,
        0.06,
      );
    }
  });

  it('comes by HTTP/1.1 and HTTP/2.0', () => {
    expectBetween(
      share(({ request }) => request.endsWith(' HTTP/1.1')),
      0.6,
      0.7,
    );
    expectBetween(
      share(({ request }) => request.endsWith(' HTTP/2.0')),
      0.3,
      0.4,
    );
  });

  it('goes to a few hot sections and a long tail of others', () => {
    const counts = countsOf(sectionOf);
    const top5 = counts.slice(0, 5).reduce((sum, count) => sum + count, 0);
    expectBetween(top5 / many, 0.5, 0.7);
    expect(counts.length).toBeGreaterThan(200);
    expect(counts.filter((count) => count < many / 1000).length).toBeGreaterThan(counts.length / 2);
  });

  it('has no size where there is no body, and sizes spread over orders of magnitude where there is one', () => {
    const bodiless = hits.filter(({ request, status }) => /^(304|204)$/.test(status) || request.startsWith('HEAD '));
    expect(new Set(bodiless.map(({ bytes }) => bytes))).toEqual(new Set(['-']));
    const sizes = hits
      .filter(({ request, status }) => request.startsWith('GET ') && status === '200')
      .map(({ bytes }) => Number(bytes))
      .sort((a, b) => a - b);
    expect(sizes.every((size) => Number.isInteger(size) && size > 0)).toBe(true);
    const at = (quantile: number): number => sizes[Math.floor(quantile * sizes.length)] ?? NaN;
    expectBetween(at(0.5), 5_000, 20_000);
    expect(at(0.99) / at(0.01)).toBeGreaterThan(100);
  });

  it('comes from IPv4 and IPv6 hosts of the documentation ranges, some of them hot', () => {
    const documentation = /^((192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}|2001:db8:[0-9a-f]{1,4}::[0-9a-f]{1,4})$/;
    expect(hits.filter(({ host }) => !documentation.test(host))).toEqual([]);
    expect(hits.filter(({ host }) => Number(host.split('.')[3] ?? 1) > 254)).toEqual([]);
    expectBetween(
      share(({ host }) => host.includes(':')),
      0.1,
      0.4,
    );
    const counts = countsOf(({ host }) => host);
    expect(counts.length).toBe(750);
    expectBetween((counts[0] ?? 0) / many, 0.05, 0.25);
  });

  it('has users, queries, referrers and bots now and then', () => {
    expectBetween(
      share(({ user }) => user !== '-'),
      0.02,
      0.1,
    );
    expectBetween(
      share(({ request }) => request.includes('?')),
      0.05,
      0.25,
    );
    expectBetween(
      share(({ referrer }) => referrer !== '-'),
      0.3,
      0.8,
    );
    expectBetween(
      share(({ agent }) => /bot/i.test(agent)),
      0.02,
      0.2,
    );
  });
});
