import { describe, expect, it } from '@jest/globals';
import { map, of, pipe } from 'rxjs';
import type { OperatorFunction, SchedulerLike } from 'rxjs';
import type { TestScheduler } from 'rxjs/testing';
import { emptyDigest } from '../../../src/digest/digest.js';
import type { Digest } from '../../../src/digest/digest.js';
import { live } from '../../../src/monitor/live/live.js';
import type { Live, LiveOptions, SpanName } from '../../../src/monitor/live/live.js';
import { perSecond } from '../../../src/monitor/per-second.js';
import type { Second } from '../../../src/monitor/per-second.js';
import { steadyClock } from '../../../src/monitor/steady-clock.js';
import { asBatches, secondTo } from '../../support/batches.js';
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

/** Digests that come now, second by second. */
const arriving = (clock: SchedulerLike): OperatorFunction<Digest, Second> => pipe(asBatches(clock), perSecond(clock));

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
  it('tells at once, then of each second that has ended, and of the run at the end', () => {
    runMarbles(({ hot, expectObservable, expectSubscriptions, clock }) => {
      const hits = hot(' a 500ms b 1s    c 999ms c 500ms |', digests);
      const subs = '     ^ 3002ms                      !   ';
      const expected = ' 0 999ms x 999ms y 999ms z 2ms (e|)';
      const values = {
        0: NOTHING,
        x: show(1, 0, 'interval', 3, [3], 3),
        y: show(2, 0, 'interval', 7, [3, 4], 7),
        z: show(3, 1, 'interval', 8, [3, 4, 4], 11),
        e: show(4, 0, 'run', 11, [3, 4, 4, 0], 11),
      };

      expectObservable(hits.pipe(arriving(clock), live(optionsFrom(0), INTERVAL$), shown)).toBe(expected, values);
      expectSubscriptions(hits.subscriptions).toBe(subs);
    });
  });

  it('counts a hit of the very moment in which a second ends in the second that begins', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot(' a 999ms b 1s         |   ', digests);
      const expected = ' 0 999ms x 999ms y    (e|)';
      const values = {
        0: NOTHING,
        x: show(1, 0, 'interval', 1, [1], 1),
        y: show(2, 0, 'interval', 3, [1, 2], 3),
        e: show(3, 0, 'run', 3, [1, 2, 0], 3),
      };

      expectObservable(hits.pipe(arriving(clock), live(optionsFrom(0), INTERVAL$), shown)).toBe(expected, values);
    });
  });

  it('gives quiet seconds, too', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      const hits = cold('-                       ', digests);
      const subs = '     ^ 2500ms !           ';
      const expected = ' 0 999ms x 999ms y      ';
      const values = {
        0: NOTHING,
        x: show(1, 0, 'interval', 0, [0], 0),
        y: show(2, 0, 'interval', 0, [0, 0], 0),
      };

      expectObservable(hits.pipe(arriving(clock), live(optionsFrom(0), INTERVAL$), shown), subs).toBe(expected, values);
    });
  });

  it('tells at once when another span is asked for, and not when the same is', () => {
    runMarbles(({ hot, cold, expectObservable, clock }) => {
      const hits = hot(' a 999ms b 999ms c 999ms d 999ms -             ', digests);
      const spans = cold('i 3999ms                         i 9ms w--r--i', SPANS);
      const subs = '     ^ 4999ms                                   !  ';
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

      expectObservable(hits.pipe(arriving(clock), live(optionsFrom(0), spans), shown), subs).toBe(expected, values);
    });
  });

  it('goes on with the seconds before, and with the run', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot(' a        1s |   ', digests);
      const expected = ' 0 999ms x (e|)  ';
      const before = [{ second: -1, hits: 7, bytes: 0, errors: 0 }];
      const options = optionsFrom(0, { before, run: { from: -60_000, digest: hitsOf(50) } });
      const values = {
        0: show(0, 0, 'interval', 0, [7], 50),
        x: show(1, 0, 'interval', 1, [7, 1], 51),
        e: show(2, -60, 'run', 51, [7, 1, 0], 51),
      };

      expectObservable(hits.pipe(arriving(clock), live(options, INTERVAL$), shown)).toBe(expected, values);
    });
  });

  it('gives the whole seconds of its clock', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const ahead = steadyClock(aheadOf(clock, () => 99_700));
      const hits = hot(' a 299ms b 899ms |   ', digests);
      const expected = ' 0 299ms x 899ms (e|)';
      const values = {
        0: show(99, 99, 'interval', 0, [], 0),
        x: show(100, 99, 'interval', 1, [1], 1),
        e: show(101, 99, 'run', 3, [1, 2], 3),
      };

      expectObservable(hits.pipe(arriving(ahead), live(optionsFrom(99), INTERVAL$), shown)).toBe(expected, values);
    });
  });

  describe('with seconds from before its subscription', () => {
    const seconds: Readonly<Record<string, Second>> = {
      p: secondTo(98, { digest: hitsOf(1), isLatest: false }),
      q: secondTo(99, { digest: hitsOf(2), isLatest: false }),
      r: secondTo(100, { digest: hitsOf(4) }),
      n: secondTo(101, { digest: hitsOf(8) }),
      u: secondTo(102, { isUnfinished: true }),
    };
    const late: LiveOptions = { ...optionsFrom(97), isLate: true };

    it('gives nothing before they have come, and of those that end together the last', () => {
      runMarbles(({ hot, expectObservable }) => {
        const ended = hot('5ms (pqr) n----(u|)', seconds);
        const expected = ' 5ms x----y----(e|)';
        const values = {
          x: show(100, 98, 'interval', 6, [1, 2, 4], 7),
          y: show(101, 99, 'interval', 12, [1, 2, 4, 8], 15),
          e: show(102, 97, 'run', 15, [1, 2, 4, 8, 0], 15),
        };

        expectObservable(ended.pipe(live(late, INTERVAL$), shown)).toBe(expected, values);
      });
    });

    it('ends with the run when not all of them come', () => {
      runMarbles(({ hot, expectObservable }) => {
        const ended = hot('pq|   ', seconds);
        const expected = ' --(e|)';
        const values = { e: show(99, 97, 'run', 3, [1, 2], 3) };

        expectObservable(ended.pipe(live(late, INTERVAL$), shown)).toBe(expected, values);
      });
    });
  });

  describe('with a clock that leaps', () => {
    it('goes on at once, with nothing of before but the run', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        let days = 0;
        const leaping = aheadOf(clock, () => days * DAY * 1000);
        const hits = hot(' a 999ms b      999ms c                 ', digests);
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

        expectObservable(hits.pipe(arriving(leaping), live(optionsFrom(0), INTERVAL$), shown), subs).toBe(
          expected,
          values,
        );
      });
    });

    it('waits where it is set back, and counts what arrives meanwhile', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        let back = 0;
        const leaping = aheadOf(clock, () => 100_000 - back);
        const hits = hot(' a 999ms b 999ms c 999ms  d 999ms -    ', digests);
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

        expectObservable(hits.pipe(arriving(leaping), live(optionsFrom(100), INTERVAL$), shown), subs).toBe(
          expected,
          values,
        );
      });
    });
  });

  describe('as an operator', () => {
    it('tells at once of a source that never gives anything, and then each second', () => {
      runMarbles(({ cold, expectObservable, expectSubscriptions, clock }) => {
        const never = cold('-                  ', digests);
        const spans = cold('i                  ', SPANS);
        const subs = '      ^ 1500ms !         ';
        const expected = '  0 999ms x          ';

        expectObservable(never.pipe(arriving(clock), live(optionsFrom(0), spans), shown), subs).toBe(expected, {
          0: NOTHING,
          x: show(1, 0, 'interval', 0, [0], 0),
        });
        for (const { subscriptions } of [never, spans]) expectSubscriptions(subscriptions).toBe(subs);
      });
    });

    it('ends with the run of an empty source, and leaves the spans', () => {
      runMarbles(({ cold, expectObservable, expectSubscriptions, clock }) => {
        const empty = cold('|    ', digests);
        const spans = cold('--i  ', SPANS);
        const subs = '      (^!) ';
        const expected = '  (e|) ';

        expectObservable(empty.pipe(arriving(clock), live(optionsFrom(0), spans), shown)).toBe(expected, {
          e: NO_RUN,
        });
        for (const { subscriptions } of [empty, spans]) expectSubscriptions(subscriptions).toBe(subs);
      });
    });

    it('goes on when the spans complete', () => {
      runMarbles(({ cold, expectObservable, clock }) => {
        const hits = cold(' --a-|   ', digests);
        const spans = cold('(r|)     ', SPANS);
        const expected = '  r---(e|) ';

        expectObservable(hits.pipe(arriving(clock), live(optionsFrom(0), spans), shown)).toBe(expected, {
          r: { ...NOTHING, span: 'run' },
          e: show(1, 0, 'run', 1, [1], 1),
        });
      });
    });

    it.each(['the source', 'the spans'])('passes an error of %s on, and leaves all', (which) => {
      runMarbles(({ cold, expectObservable, expectSubscriptions, clock }) => {
        const tailOf = (input: string): string => (input === which ? '---#' : '---- ');
        const hits = cold(tailOf('the source'), digests);
        const spans = cold(tailOf('the spans').replace('-', 'i'), SPANS);
        const subs = '    ^--!';
        const expected = '0--#';

        expectObservable(hits.pipe(arriving(clock), live(optionsFrom(0), spans), shown)).toBe(expected, {
          0: NOTHING,
        });
        for (const { subscriptions } of [hits, spans]) expectSubscriptions(subscriptions).toBe(subs);
      });
    });

    it('leaves all, and no timer behind, when it is unsubscribed', () => {
      runMarbles(({ cold, expectObservable, expectSubscriptions, clock }) => {
        const ahead = aheadOf(clock, () => 100_000);
        const arrived = cold('-a   ', digests);
        const spans = cold('  i    ', SPANS);
        const subs = '        ^ 9ms !';
        const expected = '    0    ';

        expectObservable(arrived.pipe(arriving(ahead), live(optionsFrom(100), spans), shown), subs).toBe(expected, {
          0: show(100, 100, 'interval', 0, [], 0),
        });
        for (const { subscriptions } of [arrived, spans]) expectSubscriptions(subscriptions).toBe(subs);
        clock.schedule(() => {
          expect(timersOf(clock)).toBe(0);
        }, 50);
      });
    });

    it('counts anew for each subscriber', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot(' a 499ms b 999ms c 400ms |   ', digests);
        const live$ = hits.pipe(arriving(clock), live(optionsFrom(0), INTERVAL$), shown);

        expectObservable(live$).toBe('                  0 999ms x 900ms (e|)', {
          0: NOTHING,
          x: show(1, 0, 'interval', 3, [3], 3),
          e: show(2, 0, 'run', 7, [3, 4], 7),
        });
        expectObservable(live$, '250ms ^').toBe('250ms 0 999ms x 650ms (e|)', {
          0: NOTHING,
          x: show(1, 0, 'interval', 2, [2], 2),
          e: show(2, 0, 'run', 6, [2, 4], 6),
        });
      });
    });
  });
});
