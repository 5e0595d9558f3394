import { setTimeout as real } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Subject } from 'rxjs';
import type { MonitorOptions } from '../../../src/live/options.js';
import { starting } from '../../../src/live/start/warm-up.js';
import type { Start } from '../../../src/live/start/warm-up.js';
import { common } from '../../../src/format/known/common.js';
import type { Checkpoint } from '../../../src/monitor/checkpoint/checkpoint.js';
import type { Decoded } from '../../../src/monitor/decode/decode.js';
import type { Pause, Position } from '../../../src/source/source-event.js';
import { LogFile } from '../../../src/source/file/log-file.js';
import { batchOf } from '../../support/batches.js';
import { hitsOf } from '../../support/digest.js';
import { commonLine } from '../../support/log.js';
import { LogFolder } from '../../support/log-folder.js';
import { aheadOf } from '../../support/marbles.js';
import { DEFAULT_OPTIONS } from '../../support/monitor-options.js';
import { SteppedClock } from '../../support/stepped-clock.js';
import { alertOf } from '../../support/traffic.js';

/** 2018-05-09T16:00:39.250Z. */
const BEGUN = Date.UTC(2018, 4, 9, 16, 0, 39, 250);
const SECOND = Math.floor(BEGUN / 1000);
const RULE = { name: 'traffic', measure: 'rate', threshold: 10, windowSeconds: 10 } as const;

const options: MonitorOptions = {
  ...DEFAULT_OPTIONS,
  files: [],
  rule: RULE,
  format: common,
  prime: false,
  color: false,
  utc: true,
};

const positionOf = (offset: number, file = '1.1'): Position => ({
  file,
  offset,
  isSkipping: false,
  head: { length: 0, crc: 0 },
});
const filesOf = (source: string, ...positions: Position[]): Decoded => ({
  kind: 'files',
  source,
  positions,
  known: [],
});
const caughtUp = (source: string): Decoded => ({ kind: 'caught up', source });

/** What an earlier run left 20 s before the start: 5 hits in the interval, 100 in the run, 3 in the window. */
const left = (...sources: string[]): Checkpoint => ({
  at: BEGUN - 20_000,
  sources: new Map(sources.map((source) => [source, { positions: [positionOf(10)], known: [] }])),
  interval: { from: BEGUN - 25_000, digest: hitsOf(5), previous: hitsOf(50), previousLength: 10_000 },
  run: { from: BEGUN - 100_000, digest: hitsOf(100) },
  watches: [{ rule: RULE, window: { end: SECOND - 20, counts: [[SECOND - 22, 3]] }, triggered: undefined }],
});

/** A run that begins: what its sources emit, and the starts that come of it. */
class Beginning {
  readonly starts: Start[] = [];
  readonly clock = new SteppedClock();
  readonly events = new Subject<Decoded>();
  isComplete = false;
  error: unknown;
  private readonly subscription;

  constructor(sources: number, given: Partial<MonitorOptions> = {}, resume?: Checkpoint) {
    const opening = { batches$: this.events, sources };
    const clock = aheadOf(this.clock, () => BEGUN);
    this.subscription = starting(opening, { ...options, ...given }, resume, clock).subscribe({
      next: (start) => this.starts.push(start),
      error: (error: unknown) => (this.error = error),
      complete: () => (this.isComplete = true),
    });
  }

  emit(...events: Decoded[]): void {
    for (const event of events) this.events.next(event);
  }

  /** A batch of hits that state a second, up to an offset. */
  read(source: string, hits: number, second: number, offset: number, pause?: Pause): void {
    const arrival = pause && { second: SECOND, pause };
    this.emit(batchOf({ source, position: positionOf(offset), digest: hitsOf(hits, { second }), arrival }));
  }

  /** The sources end, as when the program is told to stop. */
  end(): void {
    this.events.complete();
  }

  leave(): void {
    this.subscription.unsubscribe();
  }

  get ready(): Start | undefined {
    return this.starts.find(({ isReady }) => isReady);
  }

  /** The hits of the window of the start, by second. */
  get counts(): (readonly [number, number])[] {
    return [...(this.ready?.checkpoint.watches[0]?.window.counts ?? [])];
  }
}

describe('starting', () => {
  describe('afresh', () => {
    it('begins when the file has been opened, with nothing', () => {
      const run = new Beginning(1);
      run.clock.step(40);
      expect(run.starts).toEqual([]);
      run.emit(filesOf('a.log', positionOf(300)));
      expect(run.starts).toHaveLength(1);
      const now = BEGUN + 40;
      expect(run.ready).toMatchObject({
        isReady: true,
        primed: undefined,
        checkpoint: {
          at: now,
          sources: new Map([['a.log', { positions: [positionOf(300)], known: [] }]]),
          interval: { from: BEGUN, digest: { hits: 0 }, previous: undefined, previousLength: 0 },
          run: { from: BEGUN, digest: { hits: 0 } },
          watches: [{ rule: RULE, window: { end: SECOND, counts: [] }, triggered: undefined }],
        },
      });
    });

    it('waits until each of several files, and standard input, has been opened', () => {
      const run = new Beginning(3);
      run.emit(filesOf('a.log', positionOf(1)), caughtUp('a.log'), filesOf('a.log', positionOf(1)));
      run.emit(caughtUp('-'));
      expect(run.starts).toEqual([]);
      run.emit(filesOf('b.log'));
      expect(run.ready?.checkpoint.sources.size).toBe(2);
    });

    it('counts lines of a pause in the seconds that they state', () => {
      const run = new Beginning(2);
      run.emit(filesOf('a.log', positionOf(1)));
      run.read('a.log', 4, SECOND - 5, 9, { from: SECOND - 8, to: SECOND, isCatchingUp: true, phase: 0 });
      run.read('a.log', 2, SECOND, 15);
      run.emit(filesOf('b.log'));
      expect(run.ready?.checkpoint.interval.digest.hits).toBe(6);
      expect(run.counts).toEqual([
        [SECOND - 5, 4],
        [SECOND, 2],
      ]);
    });

    it('counts lines that come before that in the second in which it begins', () => {
      const run = new Beginning(2);
      run.emit(filesOf('a.log', positionOf(1)));
      run.read('a.log', 4, SECOND - 5, 9);
      run.clock.step(200);
      run.read('a.log', 2, SECOND, 15);
      run.clock.step(4800);
      run.emit(filesOf('b.log'));
      expect(run.ready?.checkpoint.interval.digest.hits).toBe(6);
      expect(run.counts).toEqual([[SECOND + 5, 6]]);
      expect(run.ready?.checkpoint.sources.get('a.log')?.positions).toEqual([positionOf(15)]);
    });
  });

  describe('resumed', () => {
    it('goes on with the interval, the run and the window that were left', () => {
      const run = new Beginning(1, {}, left('a.log'));
      run.emit(filesOf('a.log', positionOf(10)), caughtUp('a.log'));
      const { checkpoint } = run.ready ?? {};
      const { interval, run: counted } = left();
      expect(checkpoint?.at).toBe(BEGUN);
      expect(checkpoint?.interval).toMatchObject({ from: interval.from, previousLength: 10_000 });
      expect(checkpoint?.interval.digest.hits).toBe(5);
      expect(checkpoint?.interval.previous?.hits).toBe(50);
      expect(checkpoint?.run).toMatchObject({ from: counted.from, digest: { hits: 100 } });
      expect(checkpoint?.watches[0]?.window).toEqual({ end: SECOND - 20, counts: [[SECOND - 22, 3]] });
      expect(run.ready?.primed).toBeUndefined();
    });

    it('waits until all of them have caught up', () => {
      const run = new Beginning(2, {}, left('a.log', 'b.log'));
      run.emit(filesOf('a.log', positionOf(10)), filesOf('b.log', positionOf(10)), caughtUp('b.log'));
      expect(run.ready).toBeUndefined();
      run.emit(caughtUp('a.log'));
      expect(run.ready).toBeDefined();
    });

    it('does not wait longer for one that is new than until it has been opened', () => {
      const run = new Beginning(2, {}, left('a.log'));
      run.emit(caughtUp('a.log'));
      expect(run.ready).toBeUndefined();
      run.emit(filesOf('new.log', positionOf(300)));
      expect(run.ready).toBeDefined();
    });

    it('counts what was written meanwhile in the seconds that its lines state, the rest when it begins', () => {
      const run = new Beginning(2, {}, left('a.log'));
      run.emit(filesOf('new.log', positionOf(300)), filesOf('a.log', positionOf(10)));
      run.read('a.log', 4, SECOND - 15, 50);
      run.read('a.log', 1, SECOND - 2, 60);
      run.read('new.log', 7, SECOND - 9, 400);
      run.clock.step(1000);
      run.emit(caughtUp('a.log'));
      expect(run.counts).toEqual([
        [SECOND - 22, 3],
        [SECOND - 15, 4],
        [SECOND - 2, 1],
        [SECOND + 1, 7],
      ]);
      expect(run.ready?.checkpoint.interval.digest.hits).toBe(5 + 4 + 1 + 7);
      expect(run.ready?.checkpoint.sources.get('a.log')?.positions).toEqual([positionOf(60)]);
    });

    it('keeps a log that is not followed any more, and an alert that is on', () => {
      const triggered = alertOf();
      const before = left('gone.log');
      const resume = { ...before, watches: before.watches.map((watch) => ({ ...watch, triggered })) };
      const run = new Beginning(1, {}, resume);
      run.emit(filesOf('a.log'));
      expect([...(run.ready?.checkpoint.sources.keys() ?? [])]).toEqual(['gone.log', 'a.log']);
      expect(run.ready?.checkpoint.watches[0]?.triggered).toEqual(triggered);
    });

    it('says soon, then four times a second, how far it is, while that takes long', () => {
      const run = new Beginning(1, {}, left('a.log'));
      run.emit(filesOf('a.log', positionOf(10)));
      run.read('a.log', 4, SECOND - 15, 50);
      run.clock.step(50);
      run.read('a.log', 2, SECOND - 14, 70);
      run.clock.step(250);
      expect(
        run.starts.map(({ isReady, primed, checkpoint: { at, sources, interval } }) => ({
          isReady,
          primed,
          at,
          offset: sources.get('a.log')?.positions[0]?.offset,
          hits: interval.digest.hits,
        })),
      ).toEqual([
        { isReady: false, primed: undefined, at: BEGUN + 50, offset: 50, hits: 9 },
        { isReady: false, primed: undefined, at: BEGUN + 300, offset: 70, hits: 11 },
      ]);
      run.emit(caughtUp('a.log'));
      run.clock.step(1000);
      expect(run.starts.map(({ isReady }) => isReady)).toEqual([false, false, true]);
    });

    it('leaves what it went on from as it was', () => {
      const resume = left('a.log');
      const run = new Beginning(1, {}, resume);
      run.emit(filesOf('a.log', positionOf(20)));
      run.read('a.log', 4, SECOND - 15, 50);
      run.emit(caughtUp('a.log'));
      expect(resume).toEqual(left('a.log'));
    });
  });

  describe('as a stream', () => {
    it('begins with what has been read when it is stopped while catching up', () => {
      const run = new Beginning(2, {}, left('a.log', 'b.log'));
      run.emit(filesOf('a.log', positionOf(10)));
      run.read('a.log', 4, SECOND - 15, 50);
      run.end();
      expect(run.starts.map(({ isReady }) => isReady)).toEqual([true]);
      expect(run.ready?.checkpoint.interval.digest.hits).toBe(9);
      expect(run.ready?.checkpoint.sources.get('a.log')?.positions).toEqual([positionOf(50)]);
      expect(run.ready?.checkpoint.sources.get('b.log')?.positions).toEqual([positionOf(10)]);
      expect(run.isComplete).toBe(true);
    });

    it('begins with nothing when it is stopped before a file has been opened', () => {
      const run = new Beginning(1);
      run.end();
      expect(run.ready?.checkpoint.interval.digest.hits).toBe(0);
    });

    it('passes on that a file cannot be followed', () => {
      const run = new Beginning(1);
      run.events.error(new Error('a.log cannot be read'));
      expect(run.error).toEqual(new Error('a.log cannot be read'));
      expect(run.starts).toEqual([]);
    });

    it('lets go of its sources when it has begun, and when it is unsubscribed', () => {
      const begun = new Beginning(1);
      begun.emit(filesOf('a.log'));
      expect([begun.events.observed, begun.isComplete]).toEqual([false, true]);
      const left = new Beginning(1);
      left.leave();
      expect(left.events.observed).toBe(false);
    });
  });

  describe('primed', () => {
    let folder: LogFolder;
    const lineAt = (second: number): string => {
      const [, time = ''] = /T([\d:]+)/.exec(new Date(second * 1000).toISOString()) ?? [];
      return `${commonLine({ time: `09/May/2018:${time} +0000` })}\n`;
    };
    /** Says that the log has been opened, to be followed from its end. */
    const openedAt = (name: string): Decoded => {
      const file = LogFile.open(folder.path(name));
      file.startAtEnd();
      file.close();
      return filesOf(folder.path(name), file.position);
    };
    const begun = async (run: Beginning): Promise<Start> => {
      await run.clock.until('a start', () => run.ready !== undefined, 0);
      const [start] = run.starts.filter(({ isReady }) => isReady);
      if (start === undefined) throw new Error('There is no start.');
      return start;
    };

    beforeEach(() => {
      folder = new LogFolder();
      // 3 hits in the window, and 2 before it.
      for (const ago of [30, 11, 10, 4, 0]) folder.append('a.log', lineAt(SECOND - ago));
    });
    afterEach(() => {
      folder.remove();
    });

    it('gives the traffic of the window before the start, and has it in the window, but in no total', async () => {
      const run = new Beginning(1, { prime: true });
      run.emit(openedAt('a.log'));
      const { primed, checkpoint } = await begun(run);
      expect(primed).toMatchObject({ type: 'stats', from: (SECOND - 10) * 1000, to: BEGUN, previous: undefined });
      expect(primed?.digest.hits).toBe(3);
      expect(run.counts).toEqual([
        [SECOND - 10, 1],
        [SECOND - 4, 1],
        [SECOND, 1],
      ]);
      expect(checkpoint.interval.digest.hits).toBe(0);
    });

    it('sums up what several logs hold', async () => {
      folder.write('b.log', lineAt(SECOND - 4).repeat(2));
      const run = new Beginning(2, { prime: true });
      run.emit(openedAt('a.log'), openedAt('b.log'));
      expect((await begun(run)).primed?.digest.hits).toBe(5);
      expect(run.counts).toContainEqual([SECOND - 4, 3]);
    });

    it('waits for that, and counts what comes meanwhile when it begins', async () => {
      const run = new Beginning(1, { prime: true });
      run.emit(openedAt('a.log'));
      run.read(folder.path('a.log'), 7, SECOND, 1000);
      run.clock.step(2000);
      expect(run.ready).toBeUndefined();
      const { checkpoint, primed } = await begun(run);
      expect([checkpoint.interval.digest.hits, primed?.digest.hits]).toEqual([7, 3]);
      expect(run.counts).toContainEqual([SECOND + 2, 7]);
    });

    it.each<[string, Partial<MonitorOptions>]>([
      ['when it is not to', { prime: false }],
      ['when files are read from their start', { prime: true, fromStart: true }],
    ])('does not %s', (_, given) => {
      const run = new Beginning(1, given);
      run.emit(openedAt('a.log'));
      expect(run.ready).toMatchObject({ isReady: true, primed: undefined });
    });

    it('does not when the log holds nothing of these times', async () => {
      folder.write('a.log', lineAt(SECOND - 30));
      const run = new Beginning(1, { prime: true });
      run.emit(openedAt('a.log'));
      expect((await begun(run)).primed).toBeUndefined();
    });

    it('does not take a log for new that is resumed', async () => {
      folder.write('b.log', lineAt(SECOND - 4));
      const run = new Beginning(2, { prime: true }, left(folder.path('a.log')));
      run.emit(openedAt('a.log'), caughtUp(folder.path('a.log')), openedAt('b.log'));
      expect((await begun(run)).primed?.digest.hits).toBe(1);
    });

    it('does not wait for it when it is stopped', async () => {
      const run = new Beginning(2, { prime: true });
      run.emit(openedAt('a.log'));
      run.read(folder.path('a.log'), 7, SECOND, 1000);
      run.end();
      expect(run.ready).toMatchObject({ isReady: true, primed: undefined });
      expect(run.ready?.checkpoint.interval.digest.hits).toBe(7);
      // What was under way ends without a further start.
      await real(1);
      expect(run.starts).toHaveLength(1);
    });
  });
});
