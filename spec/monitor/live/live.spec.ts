import { describe, expect, it } from '@jest/globals';
import { map, NEVER, of } from 'rxjs';
import type { OperatorFunction, SchedulerLike } from 'rxjs';
import type { TestScheduler } from 'rxjs/testing';
import { emptyDigest } from '../../../src/digest/digest.js';
import type { Digest } from '../../../src/digest/digest.js';
import { live } from '../../../src/monitor/live/live.js';
import type { Arrived } from '../../../src/monitor/decode/filter-chunks.js';
import type { Live, LiveOptions, SpanName } from '../../../src/monitor/live/live.js';
import { secondOf } from '../../../src/monitor/seconds.js';
import { hitsOf } from '../../support/digest.js';
import { aheadOf, runMarbles } from '../../support/marbles.js';

const DAY = 86_400;

/** Whole seconds since 1970, and what is asked of the `live` that begins there, but for what is given. */
const optionsFrom = (start: number, given: Partial<LiveOptions> = {}): LiveOptions => ({
  start,
  intervalSeconds: 2,
  windowSeconds: 4,
  before: [],
  run: { from: start * 1000, digest: emptyDigest() },
  ...given,
});

const digests: Readonly<Record<string, Digest>> = { a: hitsOf(1), b: hitsOf(2), c: hitsOf(4), d: hitsOf(8) };
const SPANS: Readonly<Record<string, SpanName>> = { i: 'interval', w: 'window', r: 'run' };
const INTERVAL$ = of('interval' as const);

/** Digests as they arrive. */
const arriving = (clock: SchedulerLike): OperatorFunction<Digest, Arrived> =>
  map((digest) => ({ second: secondOf(clock.now()), digest }));

interface Shown {
  /** In seconds, as the start of the span. */
  readonly at: number;
  readonly from: number;
  readonly span: SpanName;
  /** In the span. */
  readonly hits: number;
  /** The hits of each second. */
  readonly seconds: readonly number[];
  /** Since the start. */
  readonly total: number;
}

const shown = map(({ at, span, stats, seconds, total }: Live): Shown => {
  expect([stats.to, seconds.at(-1)?.second ?? at / 1000 - 1]).toEqual([at, at / 1000 - 1]);
  const hits = seconds.map(({ hits }) => hits);
  return { at: at / 1000, from: stats.from / 1000, span, hits: stats.digest.hits, seconds: hits, total: total.hits };
});

const show = (
  at: number,
  from: number,
  span: SpanName,
  hits: number,
  seconds: readonly number[],
  total: number,
): Shown => ({
  at,
  from,
  span,
  hits,
  seconds,
  total,
});

/** What is shown of second 0, at which nothing has been counted, and of a run that ends in it without a hit. */
const NOTHING = show(0, 0, 'interval', 0, [], 0);
const NO_RUN = show(1, 0, 'run', 0, [0], 0);

/** Timers that are left. */
const timersOf = (clock: TestScheduler): number => clock.actions.filter(({ closed }) => !closed).length;

describe('live', () => {
  it('tells at once, then at each tick of the seconds that have ended, and of the run at the end', () => {
    runMarbles(({ hot, expectObservable, expectSubscriptions, clock }) => {
      const hits = hot(' a 500ms b 1s    c 999ms c 500ms |', digests);
      const subs = '     ^ 3002ms                      !   ';
      const ticks = hot('1s     t 999ms t 999ms t          ');
      const expected = ' 0 999ms x 999ms y 999ms z 2ms (e|)';
      const values = {
        0: NOTHING,
        x: show(1, 0, 'interval', 3, [3], 3),
        y: show(2, 0, 'interval', 7, [3, 4], 7),
        z: show(3, 1, 'interval', 8, [3, 4, 4], 11),
        e: show(4, 0, 'run', 11, [3, 4, 4, 0], 11),
      };

      expectObservable(hits.pipe(arriving(clock), live(optionsFrom(0), INTERVAL$, ticks, clock), shown)).toBe(
        expected,
        values,
      );
      expectSubscriptions(hits.subscriptions).toBe(subs);
    });
  });

  it('counts a hit of the very moment of a tick in the second that begins', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot(' a 999ms b 1s         |   ', digests);
      const ticks = hot('1s     t 999ms t         ');
      const expected = ' 0 999ms x 999ms y    (e|)';
      const values = {
        0: NOTHING,
        x: show(1, 0, 'interval', 1, [1], 1),
        y: show(2, 0, 'interval', 3, [1, 2], 3),
        e: show(3, 0, 'run', 3, [1, 2, 0], 3),
      };

      expectObservable(hits.pipe(arriving(clock), live(optionsFrom(0), INTERVAL$, ticks, clock), shown)).toBe(
        expected,
        values,
      );
    });
  });

  it('tells of quiet seconds, too, by the ticks alone', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const ticks = hot('1s t 1999ms t     ');
      const subs = '     ^ 3500ms !     ';
      const expected = ' 0 999ms x 1999ms y';
      const values = {
        0: NOTHING,
        x: show(1, 0, 'interval', 0, [0], 0),
        y: show(3, 1, 'interval', 0, [0, 0, 0], 0),
      };

      expectObservable(NEVER.pipe(live(optionsFrom(0), INTERVAL$, ticks, clock), shown), subs).toBe(expected, values);
    });
  });

  it('tells at once when another span is asked for, and not when the same is', () => {
    runMarbles(({ hot, cold, expectObservable, clock }) => {
      const hits = hot(' a 999ms b 999ms c 999ms d 999ms -             ', digests);
      const ticks = hot('1s     t 999ms  t 999ms  t 999ms t            ');
      const spans = cold('i 3999ms                         i 9ms w--r--i', SPANS);
      const subs = '     ^ 5s                                       !  ';
      const expected = ' 0 999ms x 999ms y 999ms z 999ms v 9ms w--r--i ';
      const seconds = [1, 2, 4, 8];
      const values = {
        0: NOTHING,
        x: show(1, 0, 'interval', 1, [1], 1),
        y: show(2, 0, 'interval', 3, [1, 2], 3),
        z: show(3, 1, 'interval', 6, [1, 2, 4], 7),
        v: show(4, 2, 'interval', 12, seconds, 15),
        w: show(4, 0, 'window', 15, seconds, 15),
        r: show(4, 0, 'run', 15, seconds, 15),
        i: show(4, 2, 'interval', 12, seconds, 15),
      };

      expectObservable(hits.pipe(arriving(clock), live(optionsFrom(0), spans, ticks, clock), shown), subs).toBe(
        expected,
        values,
      );
    });
  });

  it('goes on with the seconds before, and with the run', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot(' a        1s |   ', digests);
      const ticks = hot('1s t            ');
      const expected = ' 0 999ms x (e|)  ';
      const before = [{ second: -1, hits: 7, bytes: 0, errors: 0 }];
      const options = optionsFrom(0, { before, run: { from: -60_000, digest: hitsOf(50) } });
      const values = {
        0: show(0, 0, 'interval', 0, [7], 50),
        x: show(1, 0, 'interval', 1, [7, 1], 51),
        e: show(2, -60, 'run', 51, [7, 1, 0], 51),
      };

      expectObservable(hits.pipe(arriving(clock), live(options, INTERVAL$, ticks, clock), shown)).toBe(
        expected,
        values,
      );
    });
  });

  it('tells of the whole seconds of its clock', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const ahead = aheadOf(clock, () => 99_700);
      const hits = hot(' a 299ms b 999ms |   ', digests);
      const ticks = hot('300ms t             ');
      const expected = ' 0 299ms x 999ms (e|)';
      const values = {
        0: show(99, 99, 'interval', 0, [], 0),
        x: show(100, 99, 'interval', 1, [1], 1),
        e: show(101, 99, 'run', 3, [1, 2], 3),
      };

      expectObservable(hits.pipe(arriving(ahead), live(optionsFrom(99), INTERVAL$, ticks, ahead), shown)).toBe(
        expected,
        values,
      );
    });
  });

  describe('with arrivals of before its subscription', () => {
    const arrivals: Readonly<Record<string, Arrived>> = {
      p: { second: 97, digest: hitsOf(1) },
      q: { second: 98, digest: hitsOf(2) },
      r: { second: 99, digest: hitsOf(4) },
      n: { second: 100, digest: hitsOf(8) },
    };
    const late = (count: number): LiveOptions => ({ ...optionsFrom(97), late: count });

    it('tells of them as soon as all have come, and goes on with those of now', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const ahead = aheadOf(clock, () => 100_000);
        const arrived = hot('pqrn 1s    |             ', arrivals);
        const ticks = hot('  1s t                     ');
        const expected = '   --x 997ms y 3ms (e|)';
        const values = {
          x: show(100, 98, 'interval', 6, [1, 2, 4], 7),
          y: show(101, 99, 'interval', 12, [1, 2, 4, 8], 15),
          e: show(102, 97, 'run', 15, [1, 2, 4, 8, 0], 15),
        };

        expectObservable(arrived.pipe(live(late(3), INTERVAL$, ticks, ahead), shown)).toBe(expected, values);
      });
    });

    it('tells nothing while they come, and ends no second of theirs', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const ahead = aheadOf(clock, () => 100_000);
        const arrived = hot('p 999ms - 499ms q     -', arrivals);
        const ticks = hot('  - 999ms t 499ms - 499ms t');
        const subs = '       ^ 2500ms                 !';
        const expected = '   - 999ms - 499ms x 499ms y';
        const values = {
          x: show(101, 99, 'interval', 0, [1, 2, 0, 0], 3),
          y: show(102, 100, 'interval', 0, [1, 2, 0, 0, 0], 3),
        };

        expectObservable(arrived.pipe(live(late(2), INTERVAL$, ticks, ahead), shown), subs).toBe(expected, values);
      });
    });

    it('ends with the run when not all of them come', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const ahead = aheadOf(clock, () => 100_000);
        const arrived = hot('pq|   ', arrivals);
        const expected = '   --(e|)';
        const values = { e: show(99, 97, 'run', 3, [1, 2], 3) };

        expectObservable(arrived.pipe(live(late(3), INTERVAL$, NEVER, ahead), shown)).toBe(expected, values);
      });
    });
  });

  describe('with a clock that leaps', () => {
    it('goes on at once, with nothing of before but the run', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        let days = 0;
        const leaping = aheadOf(clock, () => days * DAY * 1000);
        const hits = hot(' a 999ms b      999ms c                 ', digests);
        const ticks = hot('1s     t      999ms t     999ms t       ');
        const subs = '     ^ 3500ms                          ! ';
        const expected = ' 0 999ms x      999ms y     999ms z     ';
        const later = 365_000 * DAY;
        const values = {
          0: NOTHING,
          x: show(1, 0, 'interval', 1, [1], 1),
          y: show(later + 2, later + 2, 'interval', 0, [], 3),
          z: show(later + 3, later + 2, 'interval', 4, [4], 7),
        };
        clock.schedule(() => (days = 365_000), 1500);

        expectObservable(
          hits.pipe(arriving(leaping), live(optionsFrom(0), INTERVAL$, ticks, leaping), shown),
          subs,
        ).toBe(expected, values);
      });
    });

    it('waits where it is set back, and counts what arrives meanwhile', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        let back = 0;
        const leaping = aheadOf(clock, () => 100_000 - back);
        const hits = hot(' a 999ms b 999ms c 999ms  d 999ms -    ', digests);
        const ticks = hot('1s     t 999ms t 999ms   t 999ms t    ');
        const subs = '     ^ 4500ms                          !';
        const expected = ' 0 999ms x 999ms y 999ms  z 999ms u    ';
        const values = {
          0: show(100, 100, 'interval', 0, [], 0),
          x: show(101, 100, 'interval', 1, [1], 1),
          y: show(101, 100, 'interval', 1, [1], 1),
          z: show(101, 100, 'interval', 1, [1], 1),
          u: show(102, 100, 'interval', 15, [1, 14], 15),
        };
        clock.schedule(() => (back = 2000), 1500);

        expectObservable(
          hits.pipe(arriving(leaping), live(optionsFrom(100), INTERVAL$, ticks, leaping), shown),
          subs,
        ).toBe(expected, values);
      });
    });
  });

  describe('as an operator', () => {
    it('tells at once of a source that never gives anything, and then by its ticks', () => {
      runMarbles(({ cold, expectObservable, expectSubscriptions, clock }) => {
        const never = cold('-                  ', digests);
        const ticks = cold('1s t               ');
        const spans = cold('i                  ', SPANS);
        const subs = '      ^ 1500ms !         ';
        const expected = '  0 999ms x          ';

        expectObservable(never.pipe(arriving(clock), live(optionsFrom(0), spans, ticks, clock), shown), subs).toBe(
          expected,
          {
            0: NOTHING,
            x: show(1, 0, 'interval', 0, [0], 0),
          },
        );
        for (const { subscriptions } of [never, ticks, spans]) expectSubscriptions(subscriptions).toBe(subs);
      });
    });

    it('ends with the run of an empty source, and leaves spans and ticks', () => {
      runMarbles(({ cold, expectObservable, expectSubscriptions, clock }) => {
        const empty = cold('|    ', digests);
        const ticks = cold('1s t ');
        const spans = cold('--i  ', SPANS);
        const subs = '      (^!) ';
        const expected = '  (e|) ';

        expectObservable(empty.pipe(arriving(clock), live(optionsFrom(0), spans, ticks, clock), shown)).toBe(expected, {
          e: NO_RUN,
        });
        for (const { subscriptions } of [empty, ticks, spans]) expectSubscriptions(subscriptions).toBe(subs);
      });
    });

    it('goes on when spans and ticks complete', () => {
      runMarbles(({ cold, expectObservable, clock }) => {
        const hits = cold(' --a-|   ', digests);
        const ticks = cold('|        ');
        const spans = cold('(r|)     ', SPANS);
        const expected = '  r---(e|) ';

        expectObservable(hits.pipe(arriving(clock), live(optionsFrom(0), spans, ticks, clock), shown)).toBe(expected, {
          r: { ...NOTHING, span: 'run' },
          e: show(1, 0, 'run', 1, [1], 1),
        });
      });
    });

    it.each(['the source', 'the ticks', 'the spans'])('passes an error of %s on, and leaves all', (which) => {
      runMarbles(({ cold, expectObservable, expectSubscriptions, clock }) => {
        const tailOf = (input: string): string => (input === which ? '---#' : '---- ');
        const hits = cold(tailOf('the source'), digests);
        const ticks = cold(tailOf('the ticks'));
        const spans = cold(tailOf('the spans').replace('-', 'i'), SPANS);
        const subs = '    ^--!';
        const expected = '0--#';

        expectObservable(hits.pipe(arriving(clock), live(optionsFrom(0), spans, ticks, clock), shown)).toBe(expected, {
          0: NOTHING,
        });
        for (const { subscriptions } of [hits, ticks, spans]) expectSubscriptions(subscriptions).toBe(subs);
      });
    });

    it('leaves all, and no timer behind, when it is unsubscribed', () => {
      runMarbles(({ cold, expectObservable, expectSubscriptions, clock }) => {
        const ahead = aheadOf(clock, () => 100_000);
        const now: Arrived = { second: 100, digest: hitsOf(1) };
        const arrived = cold('-a   ', { a: now });
        const ticks = cold('  -    ');
        const spans = cold('  i    ', SPANS);
        const subs = '        ^ 9ms !';
        const expected = '    0    ';

        expectObservable(arrived.pipe(live(optionsFrom(100), spans, ticks, ahead), shown), subs).toBe(expected, {
          0: show(100, 100, 'interval', 0, [], 0),
        });
        for (const { subscriptions } of [arrived, ticks, spans]) expectSubscriptions(subscriptions).toBe(subs);
        clock.schedule(() => {
          expect(timersOf(clock)).toBe(0);
        }, 50);
      });
    });

    it('counts anew for each subscriber', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot(' a 499ms b 999ms c 400ms |   ', digests);
        const ticks = hot('1s t                         ');
        const live$ = hits.pipe(arriving(clock), live(optionsFrom(0), INTERVAL$, ticks, clock), shown);

        expectObservable(live$).toBe('                  0 999ms x 900ms (e|)', {
          0: NOTHING,
          x: show(1, 0, 'interval', 3, [3], 3),
          e: show(2, 0, 'run', 7, [3, 4], 7),
        });
        expectObservable(live$, '250ms ^').toBe('250ms 0 749ms x 900ms (e|)', {
          0: NOTHING,
          x: show(1, 0, 'interval', 2, [2], 2),
          e: show(2, 0, 'run', 6, [2, 4], 6),
        });
      });
    });
  });
});
