import { describe, expect, it } from '@jest/globals';
import { lines } from '../../src/generate/lines.js';
import type { Line } from '../../src/generate/lines.js';
import { SEEDED_START_MS } from '../../src/generate/options.js';
import type { LinesOptions } from '../../src/generate/options.js';
import { traffic } from '../../src/generate/traffic.js';
import { secondsOf } from '../support/fields.js';

const TIMESTAMP_BYTES = '09/May/2018:16:00:39 +0000'.length;

const options: LinesOptions = { rate: 2, count: 300, seed: 1, startMs: SEEDED_START_MS, templates: traffic };

const textOf = ({ line }: Line): string => Buffer.from(line).toString('latin1');
const take = (given: Partial<LinesOptions>): Line[] => [...lines({ ...options, ...given })];
const texts = (given: Partial<LinesOptions>): string => take(given).map(textOf).join('');

describe('lines', () => {
  it('are the same for a seed on every machine and in every version', () => {
    expect(texts({ count: 2 })).toBe(
      '2001:db8:38dd::2d3 - - [09/May/2018:16:00:00 +0000] "GET /help/33 HTTP/1.1" 200 26088 "-" "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/66.0.3359.139 Safari/537.36"\n' +
        '198.51.100.143 - - [09/May/2018:16:00:01 +0000] "GET /blog/tag/rxjs HTTP/2.0" 200 14666 "https://www.example.com/" "Mozilla/5.0 (Linux; Android 8.0.0; SM-G950F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/66.0.3359.126 Mobile Safari/537.36"\n',
    );
    expect(take({})).toEqual(take({}));
  });

  it('are others for another seed', () => {
    expect(texts({ seed: 2 })).not.toBe(texts({ seed: 1 }));
  });

  it('begin alike, however many there are to be', () => {
    expect(texts({ count: 300 }).startsWith(texts({ count: 200 }))).toBe(true);
  });

  it.each([0, 1, 7])('are %d when so many are asked for', (count) => {
    expect(take({ count })).toHaveLength(count);
  });

  it('have no end when no count is given', () => {
    const endless = lines({ ...options, count: undefined, rate: 1000 });
    let k = 0;
    while (k < 100_000 && endless.next().done === false) k++;
    expect(k).toBe(100_000);
  });

  it('are stamped with the start plus their due time, in whole seconds', () => {
    const startMs = Date.UTC(2024, 1, 28, 23, 59, 58, 700);
    for (const { dueMs, line } of take({ startMs })) {
      const from = line.indexOf('['.charCodeAt(0)) + 1;
      expect(secondsOf(line.subarray(from, from + TIMESTAMP_BYTES))).toBe(Math.floor((startMs + dueMs) / 1000));
    }
    expect(texts({ startMs })).toContain('[29/Feb/2024:00:00:0');
  });

  it('come at the same times whatever they say', () => {
    const empty = { before: new Uint8Array(), behind: new Uint8Array() };
    const times = (given: Partial<LinesOptions>): number[] => take(given).map(({ dueMs }) => dueMs);
    expect(times({ templates: () => empty })).toEqual(times({}));
  });

  it('take the bytes around the time as they are, and the templates in turn', () => {
    const templates = (_: unknown, k: number) => ({
      before: Uint8Array.of(0xff, k),
      behind: Uint8Array.of(0x80, 0x0d),
    });
    const bytes = take({ count: 2, templates }).map(({ line }) => [...line]);
    const stamps = ['09/May/2018:16:00:00 +0000', '09/May/2018:16:00:01 +0000'].map((text) => [...Buffer.from(text)]);
    expect(bytes).toEqual(stamps.map((stamp, k) => [0xff, k, ...stamp, 0x80, 0x0d, 0x0a]));
  });

  it('throw at once when the rate makes no sense', () => {
    expect(() => lines({ ...options, rate: 0 })).toThrow(RangeError);
  });
});
