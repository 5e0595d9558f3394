import { describe, expect, it } from '@jest/globals';
import { emptyDigest } from '../../../src/digest/digest.js';
import { Timeline } from '../../../src/digest/timeline.js';
import { secondTraffic, trafficBefore } from '../../../src/monitor/live/second-traffic.js';
import { digestOf, hitOf } from '../../support/digest.js';

describe('secondTraffic', () => {
  it('keeps the counts of a digest, by the second that it is given', () => {
    const digest = digestOf([hitOf({ bytes: 5 }), hitOf({ status: '503', bytes: 7 }), { source: 'a.log', line: 'x' }]);
    expect(secondTraffic(100, digest)).toStrictEqual({ second: 100, hits: 2, bytes: 12, errors: 1 });
  });

  it('keeps a quiet second', () => {
    expect(secondTraffic(-1, emptyDigest())).toStrictEqual({ second: -1, hits: 0, bytes: 0, errors: 0 });
  });

  it('keeps the quantiles of the latencies', () => {
    const digest = digestOf(Array.from({ length: 100 }, (_, i) => hitOf({ latency: i + 1 })));
    expect(secondTraffic(100, digest)).toMatchObject({ hits: 100, p50: 50, p95: 95, p99: 99 });
  });

  it('takes a latency of 0 for one, and lines without any for none', () => {
    const digest = digestOf([hitOf({ latency: 0 }), hitOf(), hitOf()]);
    expect(secondTraffic(100, digest)).toMatchObject({ hits: 3, p50: 0, p95: 0, p99: 0 });
  });
});

describe('trafficBefore', () => {
  const timeline = new Timeline();
  timeline.count(103, 3, 30, 1);
  timeline.count(99, 1, 10, 0);
  timeline.count(100, 2, 20, 2);
  timeline.count(104, 4, 40, 0);

  it('gives the seconds of a half-open span in ascending order, quiet ones too', () => {
    expect(trafficBefore(timeline, 100, 104)).toEqual([
      { second: 100, hits: 2, bytes: 20, errors: 2 },
      { second: 101, hits: 0, bytes: 0, errors: 0 },
      { second: 102, hits: 0, bytes: 0, errors: 0 },
      { second: 103, hits: 3, bytes: 30, errors: 1 },
    ]);
  });

  it('gives quiet seconds of an empty timeline', () => {
    expect(trafficBefore(new Timeline(), -1, 1)).toEqual([
      { second: -1, hits: 0, bytes: 0, errors: 0 },
      { second: 0, hits: 0, bytes: 0, errors: 0 },
    ]);
  });

  it.each([
    [100, 100],
    [104, 100],
  ])('gives nothing from %d to %d', (from, to) => {
    expect(trafficBefore(timeline, from, to)).toEqual([]);
  });
});
