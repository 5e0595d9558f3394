import { describe, expect, it } from '@jest/globals';
import { emptyDigest, merge } from '../../../src/digest/digest.js';
import { LiveTally } from '../../../src/monitor/live/live-state.js';
import type { Live, LiveOptions, SpanName } from '../../../src/monitor/live/live-state.js';
import { digestOf, foldHit, hitOf, hitsOf, plainDigest } from '../../support/digest.js';

const DAY = 86_400;
const SPANS: readonly SpanName[] = ['interval', 'window', 'run'];

const tallyOf = (given: Partial<LiveOptions> = {}): LiveTally =>
  new LiveTally({
    start: 100,
    intervalSeconds: 2,
    windowSeconds: 4,
    before: [],
    run: { from: 100_000, digest: emptyDigest() },
    ...given,
  });

/** Hits by the second in which they arrived, each with the second as its path, and a turn of the clock behind them. */
function counted(tally: LiveTally, arrivals: Readonly<Record<number, number>>, end: number): LiveTally {
  for (const [second, hits] of Object.entries(arrivals))
    tally.count(Number(second), hitsOf(hits, { path: `/${second}` }));
  tally.advanceTo(end);
  return tally;
}

const quiet = (second: number, hits = 0) => ({ second, hits, bytes: 0, errors: 0 });
const hitsBySecond = ({ seconds }: Live) => seconds.map(({ second, hits }) => [second, hits]);
const boundsOf = ({ stats }: Live) => [stats.from / 1000, stats.to / 1000];

describe('LiveTally', () => {
  it('tells of nothing at its start', () => {
    const tally = tallyOf();
    for (const span of SPANS) {
      const live = tally.live(span);
      expect(live).toMatchObject({
        at: 100_000,
        span,
        seconds: [],
        total: { from: 100_000, hits: 0, bytes: 0, unparsed: 0 },
      });
      expect(boundsOf(live)).toEqual([100, 100]);
      expect(live.stats.digest.hits).toBe(0);
      expect(live.before).toBeUndefined();
    }
  });

  it('counts a second when it has ended', () => {
    const tally = counted(tallyOf(), { 100: 3 }, 100);
    expect(tally.live('run').stats.digest.hits).toBe(0);
    expect(tally.live('run').total.hits).toBe(0);
    tally.advanceTo(101);
    for (const span of SPANS) expect(tally.live(span).stats.digest.hits).toBe(3);
    expect(tally.live('run')).toMatchObject({ at: 101_000, total: { hits: 3 } });
  });

  it('ends a second when something arrives in a later one', () => {
    const tally = tallyOf();
    tally.count(100, hitsOf(3));
    tally.count(102, hitsOf(5));
    expect(tally.live('run').at).toBe(102_000);
    expect(hitsBySecond(tally.live('run'))).toEqual([
      [100, 3],
      [101, 0],
    ]);
  });

  describe('after a pause', () => {
    const pause = { from: 100, to: 107, isCatchingUp: true, phase: 0 };
    const lines = (...seconds: number[]) => digestOf(seconds.map((second) => hitOf({ second })));
    /** The seconds 100 and 101 have been counted; 102 is open, with one hit. */
    const paused = (): LiveTally => {
      const tally = counted(tallyOf(), { 100: 1, 101: 1 }, 102);
      tally.count(102, hitsOf(1));
      return tally;
    };

    it('has its hits in the seconds that they state, and in spans that are so much longer', () => {
      const tally = paused();
      tally.count(106, lines(102, 103, 103), { second: 106, pause });
      tally.count(107, lines(105, 106, 106, 106), { second: 107, pause: { ...pause, to: 108 } });
      expect(tally.live('interval').at).toBe(102_000);
      tally.advanceTo(109);
      const [interval, window, run] = SPANS.map((span) => tally.live(span)) as [Live, Live, Live];
      expect(hitsBySecond(run)).toEqual([
        [100, 1],
        [101, 1],
        [102, 2],
        [103, 2],
        [104, 0],
        [105, 1],
        [106, 3],
        [107, 0],
        [108, 0],
      ]);
      expect([interval, window, run].map(boundsOf)).toEqual([
        [102, 109],
        [102, 109],
        [100, 109],
      ]);
      expect([interval, window, run].map(({ stats }) => stats.digest.hits)).toEqual([8, 8, 10]);
      expect(run.total.hits).toBe(10);
    });

    it('counts what comes later on arrival', () => {
      const tally = paused();
      tally.count(107, lines(103), { second: 107, pause });
      tally.count(109, lines(104), { second: 109, pause: { ...pause, isCatchingUp: false } });
      tally.advanceTo(110);
      expect(hitsBySecond(tally.live('run')).slice(2)).toEqual([
        [102, 1],
        [103, 1],
        [104, 0],
        [105, 0],
        [106, 0],
        [107, 0],
        [108, 0],
        [109, 1],
      ]);
    });

    it('goes on second by second when nothing came of it', () => {
      const tally = paused();
      tally.advanceTo(108);
      expect(boundsOf(tally.live('interval'))).toEqual([106, 108]);
      expect(hitsBySecond(tally.live('run'))).toHaveLength(8);
    });

    it('keeps what was counted in a pause that goes on for years, or when the clock is set back, or it ends', () => {
      for (const end of [
        (tally: LiveTally) => {
          tally.advanceTo(1e9);
        },
        (tally: LiveTally) => {
          tally.advanceTo(50);
        },
        (tally: LiveTally) => {
          tally.end();
        },
      ]) {
        const tally = paused();
        tally.count(107, lines(103, 104), { second: 107, pause });
        end(tally);
        expect(tally.live('run').total.hits).toBe(5);
        expect(tally.live('run').seconds.length).toBeLessThanOrEqual(604);
      }
    });
  });

  it('tells of each span what it covers', () => {
    const tally = counted(tallyOf(), { 100: 1, 101: 2, 102: 4, 103: 8, 104: 16, 105: 32 }, 106);
    const [interval, window, run] = SPANS.map((span) => tally.live(span)) as [Live, Live, Live];
    expect([interval, window, run].map(boundsOf)).toEqual([
      [104, 106],
      [102, 106],
      [100, 106],
    ]);
    expect([interval, window, run].map(({ stats }) => stats.digest.hits)).toEqual([48, 60, 63]);
    expect([interval, window, run].map(({ before }) => before?.hits)).toEqual([12, undefined, undefined]);
    expect(interval.stats.digest.tables.paths.rows().map(({ key }) => key)).toEqual(['/105', '/104']);
  });

  it('counts what is unparsed, and bytes', () => {
    const tally = tallyOf();
    tally.count(100, digestOf([hitOf({ bytes: 7 }), { source: 'a.log', line: 'x' }]));
    tally.advanceTo(101);
    expect(tally.live('interval').total).toEqual({ from: 100_000, hits: 1, bytes: 7, unparsed: 1 });
    expect(tally.live('interval').stats.digest).toMatchObject({ unparsed: 1, sample: { line: 'x' } });
  });

  it('goes on with a run, and with the seconds before', () => {
    const before = [quiet(97, 5), quiet(98), quiet(99, 6)];
    const run = { from: 7000, digest: { ...hitsOf(40, { path: '/old' }), timeline: emptyDigest().timeline } };
    const tally = counted(tallyOf({ before, run }), { 100: 3 }, 101);
    expect(hitsBySecond(tally.live('run'))).toEqual([
      [97, 5],
      [98, 0],
      [99, 6],
      [100, 3],
    ]);
    expect(tally.live('window').stats.digest.hits).toBe(3);
    expect(tally.live('run').total).toEqual({ from: 7000, hits: 43, bytes: 4300, unparsed: 0 });
    expect(boundsOf(tally.live('run'))).toEqual([7, 101]);
    expect(plainDigest(tally.live('run').stats.digest)).toEqual({
      ...plainDigest(merge(hitsOf(40, { path: '/old' }), hitsOf(3, { path: '/100' }))),
      timeline: [],
    });
    expect(run.digest.hits).toBe(40);
  });

  it.each(SPANS)('keeps no timeline in the %s, which would grow without end', (span) => {
    const tally = counted(tallyOf({ run: { from: 0, digest: hitsOf(4, { second: 90 }) } }), { 100: 1 }, 101);
    expect(tally.live(span).stats.digest.timeline.size).toBe(0);
  });

  it.each([
    [4, 604],
    [900, 1500],
  ])('keeps the seconds that are shown, and no more: with a window of %d s the last %d', (windowSeconds, most) => {
    const before = Array.from({ length: 4000 }, (_, i) => quiet(i - 3900, 1));
    const tally = tallyOf({ windowSeconds, before });
    expect(tally.live('run').seconds).toHaveLength(most);
    tally.advanceTo(105);
    const { seconds } = tally.live('run');
    expect(seconds).toHaveLength(most);
    expect([seconds[0]?.second, seconds.at(-1)?.second]).toEqual([105 - most, 104]);
  });

  it('tells what does not change any more', () => {
    const tally = counted(tallyOf(), { 100: 3 }, 101);
    const told = SPANS.map((span) => tally.live(span));
    const before = told.map(({ stats, seconds }) => [plainDigest(stats.digest), seconds.length]);
    counted(tally, { 101: 5 }, 103);
    expect(told.map(({ stats, seconds }) => [plainDigest(stats.digest), seconds.length])).toEqual(before);
    expect(told.map(({ at, total }) => [at, total.hits])).toEqual(Array(3).fill([101_000, 3]));
  });

  it('leaves what it is given, and does not see its changes', () => {
    const tally = tallyOf();
    const given = hitsOf(1);
    tally.count(100, given);
    tally.count(100, hitsOf(2));
    foldHit(given, hitOf());
    tally.advanceTo(101);
    foldHit(tally.live('run').stats.digest, hitOf());
    expect(given.hits).toBe(2);
    expect(tally.live('run').stats.digest.hits).toBe(3);
  });

  it('ends the open second at the end, though it is not over', () => {
    const tally = counted(tallyOf(), { 100: 3 }, 100);
    tally.end();
    expect(tally.live('run')).toMatchObject({ at: 101_000, total: { hits: 3 } });
    expect(hitsBySecond(tally.live('run'))).toEqual([[100, 3]]);
  });

  describe('with a clock that leaps', () => {
    it.each([DAY, 1000 * 365 * DAY])('passes over %d s at once, and shows nothing of before', (leap) => {
      const tally = counted(tallyOf({ before: [quiet(99, 6)] }), { 100: 3 }, 100);
      tally.advanceTo(100 + leap);
      for (const span of ['interval', 'window'] as const) {
        const live = tally.live(span);
        expect(live).toMatchObject({ at: (100 + leap) * 1000, seconds: [] });
        expect(live.stats.digest.hits).toBe(0);
        expect(boundsOf(live)).toEqual([100 + leap, 100 + leap]);
      }
    });

    it('keeps the run, with what the open second had', () => {
      const tally = counted(tallyOf(), { 100: 3 }, 100);
      tally.count(100 + DAY, hitsOf(5));
      expect(tally.live('run').total.hits).toBe(3);
      tally.advanceTo(101 + DAY);
      expect(tally.live('run').total.hits).toBe(8);
      expect(tally.live('run').stats.digest.hits).toBe(8);
      expect(boundsOf(tally.live('run'))).toEqual([100, 101 + DAY]);
      expect(hitsBySecond(tally.live('window'))).toEqual([[100 + DAY, 5]]);
      expect(tally.live('window').stats.digest.hits).toBe(5);
    });

    it('tells of quiet seconds where it leaps by less than is shown', () => {
      const tally = counted(tallyOf(), { 100: 3 }, 700);
      const { seconds } = tally.live('run');
      expect(seconds).toHaveLength(600);
      expect(seconds[0]).toMatchObject({ second: 100, hits: 3 });
      expect(boundsOf(tally.live('window'))).toEqual([696, 700]);
    });

    it('forgets nothing that a long interval is still compared with', () => {
      const tally = counted(tallyOf({ intervalSeconds: 3600 }), { 500: 3 }, 3700);
      tally.advanceTo(7600);
      expect(boundsOf(tally.live('interval'))).toEqual([4000, 7600]);
      expect(tally.live('interval').before?.hits).toBe(3);
    });

    it('forgets nothing that a long interval still covers', () => {
      const tally = counted(tallyOf({ intervalSeconds: 3600 }), { 100: 3 }, 101);
      tally.advanceTo(1100);
      expect(boundsOf(tally.live('interval'))).toEqual([100, 1100]);
      expect(tally.live('interval').stats.digest.hits).toBe(3);
    });
  });

  describe('with a clock that is set back', () => {
    it('waits, and counts what arrives in the open second', () => {
      const tally = counted(tallyOf(), { 100: 3 }, 103);
      tally.advanceTo(99);
      tally.count(99, hitsOf(5));
      tally.advanceTo(103);
      expect(tally.live('run')).toMatchObject({ at: 103_000, total: { hits: 3 } });
      tally.advanceTo(104);
      expect(hitsBySecond(tally.live('run'))).toEqual([
        [100, 3],
        [101, 0],
        [102, 0],
        [103, 5],
      ]);
    });

    it('begins anew when it is set back by more than the window, and forgets no hits of the run', () => {
      const tally = counted(tallyOf(), { 100: 3 }, 103);
      tally.count(50, hitsOf(5));
      tally.advanceTo(51);
      expect(tally.live('run')).toMatchObject({ at: 51_000, total: { hits: 8 }, stats: { digest: { hits: 8 } } });
      expect(tally.live('window')).toMatchObject({ stats: { from: 50_000, to: 51_000, digest: { hits: 5 } } });
      expect(hitsBySecond(tally.live('run'))).toEqual([[50, 5]]);
    });
  });

  it('keeps in the run the keys of a second in which more come than a span keeps', () => {
    const paths = Array.from({ length: 5000 }, (_, i) => hitOf({ path: `/${i}` }));
    const tally = tallyOf();
    tally.count(100, digestOf(paths));
    tally.advanceTo(101);
    expect(tally.live('run').stats.digest.tables.paths).toMatchObject({ size: 5000, maxLost: 0 });
    expect(tally.live('interval').stats.digest.tables.paths.size).toBeLessThanOrEqual(2000);
  });
});
