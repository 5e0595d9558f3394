import { describe, expect, it } from '@jest/globals';
import { emptyDigest, merge } from '../../../src/digest/digest.js';
import { cut, finish, openFrom, PartsBuilder } from '../../../src/monitor/cut-seconds.js';
import { LiveState } from '../../../src/monitor/live/live-state.js';
import type { OpenSeconds } from '../../../src/monitor/cut-seconds.js';
import type { Live, LiveOptions, SpanName } from '../../../src/monitor/live/live-state.js';
import type { Digest } from '../../../src/digest/digest.js';
import type { Arrival } from '../../../src/source/source-event.js';
import { batchOf } from '../../support/batches.js';
import { digestOf, foldHit, hitOf, hitsOf, plainDigest } from '../../support/digest.js';

const DAY = 86_400;
const SPANS: readonly SpanName[] = ['interval', 'window', 'run'];

/** The state of a live view whose seconds are cut by hand. */
class LiveRun {
  private readonly state: LiveState;
  private open: OpenSeconds;
  private parts = new PartsBuilder();

  constructor(options: LiveOptions) {
    this.state = new LiveState(options);
    this.open = openFrom(options.start);
  }

  count(second: number, digest: Digest, arrival?: Arrival): void {
    this.parts.add(batchOf({ at: second * 1000, digest, arrival }));
  }

  advanceTo(second: number): void {
    this.take(cut(this.open, this.parts.built(), second));
  }

  end(): void {
    this.take(finish(cut(this.open, this.parts.built(), this.open.second)));
  }

  live(span: SpanName): Live {
    return this.state.live(span);
  }

  private take(open: OpenSeconds): void {
    this.open = open;
    this.parts = new PartsBuilder();
    for (const second of open.ended) this.state.count(second);
  }
}

const liveOf = (given: Partial<LiveOptions> = {}): LiveRun =>
  new LiveRun({
    start: 100,
    intervalSeconds: 2,
    windowSeconds: 4,
    before: [],
    run: { from: 100_000, digest: emptyDigest() },
    ...given,
  });

/** Hits by the second in which they arrived, each with the second as its path, and a turn of the clock behind them. */
function counted(shown: LiveRun, arrivals: Readonly<Record<number, number>>, end: number): LiveRun {
  for (const [second, hits] of Object.entries(arrivals))
    shown.count(Number(second), hitsOf(hits, { path: `/${second}` }));
  shown.advanceTo(end);
  return shown;
}

const quiet = (second: number, hits = 0) => ({ second, hits, bytes: 0, errors: 0 });
const hitsBySecond = ({ seconds }: Live) => seconds.map(({ second, hits }) => [second, hits]);
const boundsOf = ({ stats }: Live) => [stats.from / 1000, stats.to / 1000];

describe('LiveState', () => {
  it('tells of nothing at its start', () => {
    const shown = liveOf();
    for (const span of SPANS) {
      const live = shown.live(span);
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
    const shown = counted(liveOf(), { 100: 3 }, 100);
    expect(shown.live('run').stats.digest.hits).toBe(0);
    expect(shown.live('run').total.hits).toBe(0);
    shown.advanceTo(101);
    for (const span of SPANS) expect(shown.live(span).stats.digest.hits).toBe(3);
    expect(shown.live('run')).toMatchObject({ at: 101_000, total: { hits: 3 } });
  });

  describe('after a pause', () => {
    const pause = { from: 100, to: 107, isCatchingUp: true, phase: 0 };
    const lines = (...seconds: number[]) => digestOf(seconds.map((second) => hitOf({ second })));
    /** The seconds 100 and 101 have been counted; 102 is open, with one hit. */
    const paused = (): LiveRun => {
      const shown = counted(liveOf(), { 100: 1, 101: 1 }, 102);
      shown.count(102, hitsOf(1));
      return shown;
    };

    it('has its hits in the seconds that they state, and in spans that are so much longer', () => {
      const shown = paused();
      shown.count(106, lines(102, 103, 103), { second: 106, pause });
      shown.count(107, lines(105, 106, 106, 106), { second: 107, pause: { ...pause, to: 108 } });
      expect(shown.live('interval').at).toBe(102_000);
      shown.advanceTo(109);
      const [interval, window, run] = SPANS.map((span) => shown.live(span)) as [Live, Live, Live];
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
      const shown = paused();
      shown.count(107, lines(103), { second: 107, pause });
      shown.advanceTo(109);
      shown.count(109, lines(104), { second: 109, pause: { ...pause, isCatchingUp: false } });
      shown.advanceTo(110);
      expect(hitsBySecond(shown.live('run')).slice(2)).toEqual([
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
      const shown = paused();
      shown.advanceTo(108);
      expect(boundsOf(shown.live('interval'))).toEqual([106, 108]);
      expect(hitsBySecond(shown.live('run'))).toHaveLength(8);
    });

    it('keeps what was counted in a pause that goes on for years, or when the clock is set back, or it ends', () => {
      for (const end of [
        (shown: LiveRun) => {
          shown.advanceTo(1e9);
        },
        (shown: LiveRun) => {
          shown.advanceTo(50);
        },
        (shown: LiveRun) => {
          shown.end();
        },
      ]) {
        const shown = paused();
        shown.count(107, lines(103, 104), { second: 107, pause });
        end(shown);
        expect(shown.live('run').total.hits).toBe(5);
        expect(shown.live('run').seconds.length).toBeLessThanOrEqual(604);
      }
    });
  });

  it('tells of each span what it covers', () => {
    const shown = counted(liveOf(), { 100: 1, 101: 2, 102: 4, 103: 8, 104: 16, 105: 32 }, 106);
    const [interval, window, run] = SPANS.map((span) => shown.live(span)) as [Live, Live, Live];
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
    const shown = liveOf();
    shown.count(100, digestOf([hitOf({ bytes: 7 }), { source: 'a.log', line: 'x' }]));
    shown.advanceTo(101);
    expect(shown.live('interval').total).toEqual({ from: 100_000, hits: 1, bytes: 7, unparsed: 1 });
    expect(shown.live('interval').stats.digest).toMatchObject({ unparsed: 1, sample: { line: 'x' } });
  });

  it('goes on with a run, and with the seconds before', () => {
    const before = [quiet(97, 5), quiet(98), quiet(99, 6)];
    const run = { from: 7000, digest: { ...hitsOf(40, { path: '/old' }), timeline: emptyDigest().timeline } };
    const shown = counted(liveOf({ before, run }), { 100: 3 }, 101);
    expect(hitsBySecond(shown.live('run'))).toEqual([
      [97, 5],
      [98, 0],
      [99, 6],
      [100, 3],
    ]);
    expect(shown.live('window').stats.digest.hits).toBe(3);
    expect(shown.live('run').total).toEqual({ from: 7000, hits: 43, bytes: 4300, unparsed: 0 });
    expect(boundsOf(shown.live('run'))).toEqual([7, 101]);
    expect(plainDigest(shown.live('run').stats.digest)).toEqual({
      ...plainDigest(merge(hitsOf(40, { path: '/old' }), hitsOf(3, { path: '/100' }))),
      timeline: [],
    });
    expect(run.digest.hits).toBe(40);
  });

  it.each(SPANS)('keeps no timeline in the %s, which would grow without end', (span) => {
    const shown = counted(liveOf({ run: { from: 0, digest: hitsOf(4, { second: 90 }) } }), { 100: 1 }, 101);
    expect(shown.live(span).stats.digest.timeline.size).toBe(0);
  });

  it.each([
    [4, 604],
    [900, 1500],
  ])('keeps the seconds that are shown, and no more: with a window of %d s the last %d', (windowSeconds, most) => {
    const before = Array.from({ length: 4000 }, (_, i) => quiet(i - 3900, 1));
    const shown = liveOf({ windowSeconds, before });
    expect(shown.live('run').seconds).toHaveLength(most);
    shown.advanceTo(105);
    const { seconds } = shown.live('run');
    expect(seconds).toHaveLength(most);
    expect([seconds[0]?.second, seconds.at(-1)?.second]).toEqual([105 - most, 104]);
  });

  it('tells what does not change any more', () => {
    const shown = counted(liveOf(), { 100: 3 }, 101);
    const told = SPANS.map((span) => shown.live(span));
    const before = told.map(({ stats, seconds }) => [plainDigest(stats.digest), seconds.length]);
    counted(shown, { 101: 5 }, 103);
    expect(told.map(({ stats, seconds }) => [plainDigest(stats.digest), seconds.length])).toEqual(before);
    expect(told.map(({ at, total }) => [at, total.hits])).toEqual(Array(3).fill([101_000, 3]));
  });

  it('leaves what it is given, and does not see its changes', () => {
    const shown = liveOf();
    const given = hitsOf(1);
    shown.count(100, given);
    shown.count(100, hitsOf(2));
    foldHit(given, hitOf());
    shown.advanceTo(101);
    foldHit(shown.live('run').stats.digest, hitOf());
    expect(given.hits).toBe(2);
    expect(shown.live('run').stats.digest.hits).toBe(3);
  });

  it('ends the open second at the end, though it is not over', () => {
    const shown = counted(liveOf(), { 100: 3 }, 100);
    shown.end();
    expect(shown.live('run')).toMatchObject({ at: 101_000, total: { hits: 3 } });
    expect(hitsBySecond(shown.live('run'))).toEqual([[100, 3]]);
  });

  describe('with a clock that leaps', () => {
    it.each([DAY, 1000 * 365 * DAY])('passes over %d s at once, and shows nothing of before', (leap) => {
      const shown = counted(liveOf({ before: [quiet(99, 6)] }), { 100: 3 }, 100);
      shown.advanceTo(100 + leap);
      for (const span of ['interval', 'window'] as const) {
        const live = shown.live(span);
        expect(live).toMatchObject({ at: (100 + leap) * 1000, seconds: [] });
        expect(live.stats.digest.hits).toBe(0);
        expect(boundsOf(live)).toEqual([100 + leap, 100 + leap]);
      }
    });

    it('keeps the run, with what the open second had', () => {
      const shown = counted(liveOf(), { 100: 3 }, 100);
      shown.count(100 + DAY, hitsOf(5));
      shown.advanceTo(101 + DAY);
      expect(shown.live('run').total.hits).toBe(8);
      expect(shown.live('run').stats.digest.hits).toBe(8);
      expect(boundsOf(shown.live('run'))).toEqual([100, 101 + DAY]);
      expect(hitsBySecond(shown.live('window'))).toEqual([[100 + DAY, 5]]);
      expect(shown.live('window').stats.digest.hits).toBe(5);
    });

    it('tells of quiet seconds where it leaps by less than is shown', () => {
      const shown = counted(liveOf(), { 100: 3 }, 700);
      const { seconds } = shown.live('run');
      expect(seconds).toHaveLength(600);
      expect(seconds[0]).toMatchObject({ second: 100, hits: 3 });
      expect(boundsOf(shown.live('window'))).toEqual([696, 700]);
    });

    it('forgets nothing that a long interval is still compared with', () => {
      const shown = counted(liveOf({ intervalSeconds: 3600 }), { 500: 3 }, 3700);
      shown.advanceTo(7600);
      expect(boundsOf(shown.live('interval'))).toEqual([4000, 7600]);
      expect(shown.live('interval').before?.hits).toBe(3);
    });

    it('forgets nothing that a long interval still covers', () => {
      const shown = counted(liveOf({ intervalSeconds: 3600 }), { 100: 3 }, 101);
      shown.advanceTo(1100);
      expect(boundsOf(shown.live('interval'))).toEqual([100, 1100]);
      expect(shown.live('interval').stats.digest.hits).toBe(3);
    });
  });

  describe('with a clock that is set back', () => {
    it('waits, and counts what arrives in the open second', () => {
      const shown = counted(liveOf(), { 100: 3 }, 103);
      shown.advanceTo(99);
      shown.count(99, hitsOf(5));
      shown.advanceTo(103);
      expect(shown.live('run')).toMatchObject({ at: 103_000, total: { hits: 3 } });
      shown.advanceTo(104);
      expect(hitsBySecond(shown.live('run'))).toEqual([
        [100, 3],
        [101, 0],
        [102, 0],
        [103, 5],
      ]);
    });

    it('begins anew when it is set back by more than the window, and forgets no hits of the run', () => {
      const shown = counted(liveOf(), { 100: 3 }, 103);
      shown.count(50, hitsOf(5));
      shown.advanceTo(51);
      expect(shown.live('run')).toMatchObject({ at: 51_000, total: { hits: 8 }, stats: { digest: { hits: 8 } } });
      expect(shown.live('window')).toMatchObject({ stats: { from: 50_000, to: 51_000, digest: { hits: 5 } } });
      expect(hitsBySecond(shown.live('run'))).toEqual([[50, 5]]);
    });
  });

  it('keeps in the run the keys of a second in which more come than a span keeps', () => {
    const paths = Array.from({ length: 5000 }, (_, i) => hitOf({ path: `/${i}` }));
    const shown = liveOf();
    shown.count(100, digestOf(paths));
    shown.advanceTo(101);
    expect(shown.live('run').stats.digest.tables.paths).toMatchObject({ size: 5000, maxLost: 0 });
    expect(shown.live('interval').stats.digest.tables.paths.size).toBeLessThanOrEqual(2000);
  });
});
