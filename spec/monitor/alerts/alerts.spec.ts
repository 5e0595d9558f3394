import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { map, merge, NEVER, pipe, take, takeUntil, timer } from 'rxjs';
import type { Digest } from '../../../src/digest/digest.js';
import { alerts, DEFAULT_RULE } from '../../../src/monitor/alerts/alerts.js';
import type { Alert, Rule } from '../../../src/monitor/alerts/alerts.js';
import { hitsOf } from '../../support/digest.js';
import { asSeconds } from '../../support/batches.js';
import { aheadOf, lateBy, runMarbles } from '../../support/marbles.js';
import { recovered, RULE, ruleOf, triggered } from '../../support/rules.js';

/** Digests: `a` alone is above the threshold of `RULE`, `b` alone is at it. */
const digests: Readonly<Record<string, Digest>> = {
  a: hitsOf(7),
  b: hitsOf(6),
  c: hitsOf(3),
  d: hitsOf(4),
  e: hitsOf(1),
};

const YEAR = 365 * 86_400;

describe('DEFAULT_RULE', () => {
  it('is more than 10 hits a second over two minutes', () => {
    expect(DEFAULT_RULE).toEqual({ name: 'traffic', measure: 'rate', threshold: 10, windowSeconds: 120 });
  });
});

describe('alerts', () => {
  it('triggers at the first whole second at which the average exceeds the threshold', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('c 999ms c 999ms e 1s |', digests);
      const expected = '3s                x|';

      expectObservable(hits.pipe(asSeconds(clock), alerts([RULE]))).toBe(expected, { x: triggered(3, 7) });
    });
  });

  it('stays on without repeating itself', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('a  1s a 1s a 1s a 1s |', digests);
      const expected = '1s x      3003ms     |';

      expectObservable(hits.pipe(asSeconds(clock), alerts([RULE]))).toBe(expected, { x: triggered(1, 7) });
    });
  });

  it('recovers when fewer hits go on coming', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('a  1s e 1s e 1s e 1s |', digests);
      const expected = '1s x  2999ms  y 3ms  |';
      const values = { x: triggered(1, 7), y: recovered(4, 3) };

      expectObservable(hits.pipe(asSeconds(clock), alerts([RULE]))).toBe(expected, values);
    });
  });

  it('recovers in silence', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('a        5s      |', digests);
      const expected = '1s x 2999ms y 1s |';
      const values = { x: triggered(1, 7), y: recovered(4, 0) };

      expectObservable(hits.pipe(asSeconds(clock), alerts([RULE]))).toBe(expected, values);
    });
  });

  it('does not trigger at the threshold', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('b   5s |', digests);
      const expected = '5001ms |';

      expectObservable(hits.pipe(asSeconds(clock), alerts([RULE]))).toBe(expected);
    });
  });

  it('does not recover at the threshold', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('a     3s b   4s    |', digests);
      const expected = '1s x 5999ms  y 1ms |';
      const values = { x: triggered(1, 7), y: recovered(7, 0) };

      expectObservable(hits.pipe(asSeconds(clock), alerts([RULE]))).toBe(expected, values);
    });
  });

  it('adds up the digests of a burst, which leaves the window all at once', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('(aaa)    4s       |', digests);
      const expected = '1s x 2999ms y 4ms |';
      const values = { x: triggered(1, 21), y: recovered(4, 0) };

      expectObservable(hits.pipe(asSeconds(clock), alerts([RULE]))).toBe(expected, values);
    });
  });

  it('triggers again after it has recovered', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('a        6s      a        4s        |', digests);
      const expected = '1s x 2999ms y 2999ms z 2999ms w 1ms |';
      const values = { x: triggered(1, 7), y: recovered(4, 0), z: triggered(7, 7), w: recovered(10, 0) };

      expectObservable(hits.pipe(asSeconds(clock), alerts([RULE]))).toBe(expected, values);
    });
  });

  it('adds up the hits of several files', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('c       2001ms |', digests);
      const more = hot('500ms d 1501ms |', digests);
      const expected = '1s x    1001ms |';

      expectObservable(merge(hits, more).pipe(asSeconds(clock), alerts([RULE]))).toBe(expected, { x: triggered(1, 7) });
    });
  });

  it('divides by the full window from the start on', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('d  4s  |', digests);
      const expected = '4001ms |';

      expectObservable(hits.pipe(asSeconds(clock), alerts([RULE]))).toBe(expected);
    });
  });

  it('takes the default rule and asyncScheduler unless told', () => {
    runMarbles(({ hot, expectObservable }) => {
      const values = { m: hitsOf(1200), n: hitsOf(1) };
      const hits = hot('m  1s n     120s         |', values);
      const expected = '2s   x 118s 999ms y 1ms |';

      expectObservable(hits.pipe(asSeconds(), alerts())).toBe(expected, {
        x: triggered(2, 1201, DEFAULT_RULE),
        y: recovered(121, 1, DEFAULT_RULE),
      });
    });
  });

  it.each([
    [0.1, 120, 12],
    [0.7, 10, 7],
    [0.07, 100, 7],
    // 4.35 * 100 is 434.99999999999994 in doubles, 1.1 * 30 is 33.00000000000001 in doubles.
    [4.35, 100, 435],
    [1.1, 30, 33],
    [1 / 3, 3, 1],
  ])('triggers above %d hits a second over %d seconds, but not at just %d hits', (threshold, windowSeconds, count) => {
    const rule = ruleOf(threshold, windowSeconds);
    runMarbles(({ hot, expectObservable, clock }) => {
      const values = { m: hitsOf(count), n: hitsOf(1) };
      const hits = hot('m  1s  n 1s |', values);
      const expected = '2s  x 1ms  |';

      expectObservable(hits.pipe(asSeconds(clock), alerts([rule]))).toBe(expected, {
        x: triggered(2, count + 1, rule),
      });
    });
  });

  it('looks at several rules at once, each with its own window', () => {
    const [high, long, higher] = [RULE, ruleOf(1, 5), ruleOf(9, 1)];
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('a             7s              |', digests);
      const expected = '1s (xy) 2996ms z 1999ms w 1s |';
      const values = {
        x: triggered(1, 7, high),
        y: triggered(1, 7, long),
        z: recovered(4, 0),
        w: recovered(6, 0, long),
      };

      expectObservable(hits.pipe(asSeconds(clock), alerts([high, long, higher]))).toBe(expected, values);
    });
  });

  it('goes on from what an earlier run remembered', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('c               5s |', digests);
      const expected = '1s (xy) 996ms z 3s |';
      const values = { x: recovered(97, 0), y: triggered(99, 7), z: recovered(102, 3) };
      const ahead = aheadOf(clock, () => 100_000);
      const resume = [
        {
          rule: RULE,
          window: {
            end: 96,
            counts: [
              [93, 7],
              [98, 7],
            ] as const,
          },
          triggered: triggered(94, 7),
        },
      ];

      expectObservable(hits.pipe(asSeconds(ahead), alerts([RULE], resume))).toBe(expected, values);
    });
  });

  it('raises nothing without rules', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('a   5s |', digests);
      const expected = '5001ms |';

      expectObservable(hits.pipe(asSeconds(clock), alerts([]))).toBe(expected);
    });
  });

  describe('at the edges of a window', () => {
    it('counts a hit at a whole second in the second that begins, up to the end of the window', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('1s a      4s  |', digests);
        const expected = '2s x 2999ms y|';
        const values = { x: triggered(2, 7), y: recovered(5, 0) };

        expectObservable(hits.pipe(asSeconds(clock), alerts([RULE]))).toBe(expected, values);
      });
    });

    it('counts a hit a millisecond before in the second that ends', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('999ms a 3001ms |', digests);
        const expected = '1s x 2999ms  y|';
        const values = { x: triggered(1, 7), y: recovered(4, 0) };

        expectObservable(hits.pipe(asSeconds(clock), alerts([RULE]))).toBe(expected, values);
      });
    });

    it('counts a hit that comes behind the look at a second, in the same millisecond, in the second that begins', () => {
      runMarbles(({ expectObservable, clock }) => {
        // Unlike a hot marble, a timer comes after what the operator has scheduled before.
        const hits = timer(1000, clock).pipe(map(() => hitsOf(7)));
        const subs = '    ^  2500ms !';
        const expected = '2s x       ';

        expectObservable(merge(hits, NEVER).pipe(asSeconds(clock), alerts([RULE])), subs).toBe(expected, {
          x: triggered(2, 7),
        });
      });
    });

    it('tells of whole seconds when it looks in the middle of one', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('600ms  a 2s     |', digests);
        const subs = '    500ms  ^         ';
        const expected = '1500ms x 1100ms |';

        expectObservable(hits.pipe(asSeconds(clock), alerts([RULE])), subs).toBe(expected, { x: triggered(1, 7) });
      });
    });

    it('tells of the whole seconds of its clock', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('a        4s  |', digests);
        const expected = '1s x 2999ms y|';
        const values = { x: triggered(1_525_881_640, 7), y: recovered(1_525_881_643, 0) };
        const ahead = aheadOf(clock, () => 1_525_881_639_250);

        expectObservable(hits.pipe(asSeconds(ahead), alerts([RULE]))).toBe(expected, values);
      });
    });
  });

  describe('with a clock that is not steady', () => {
    it('looks at each second that the clock was too late for', () => {
      const rule = ruleOf(2, 1);
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('c           3s   |', digests);
        const expected = '2500ms (xy) 497ms |';
        const values = { x: triggered(1, 3, rule), y: recovered(2, 0, rule) };
        const late = lateBy(clock, 1500);

        expectObservable(hits.pipe(asSeconds(late), alerts([rule]))).toBe(expected, values);
      });
    });

    it('goes on at once when the clock leaps by years, and when it leaps back', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('a        4s      a        4s      a    1s  |', digests);
        const expected = '1s x 1999ms y 1999ms z 1999ms w 1999ms v 2ms |';
        const values = {
          x: triggered(1, 7),
          y: recovered(4, 0),
          z: triggered(1000 * YEAR + 5, 7),
          w: recovered(7, 0),
          v: triggered(9, 7),
        };
        let ahead = 0;
        const leaping = aheadOf(clock, () => ahead);
        clock.schedule(() => (ahead = 1000 * YEAR * 1000), 2500);
        clock.schedule(() => (ahead = 0), 5500);

        expectObservable(hits.pipe(asSeconds(leaping), alerts([RULE]))).toBe(expected, values);
      });
    });

    it('waits for a clock that was set back by less than the window', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('a          6s  |', digests);
        const expected = '1s x 4999ms  y|';
        const values = { x: triggered(1, 7), y: recovered(4, 0) };
        let ahead = 0;
        const leaping = aheadOf(clock, () => ahead);
        clock.schedule(() => (ahead = -2000), 2500);

        expectObservable(hits.pipe(asSeconds(leaping), alerts([RULE]))).toBe(expected, values);
      });
    });
  });

  describe('as an operator', () => {
    it('raises nothing from a source that never gives anything', () => {
      runMarbles(({ cold, expectObservable, expectSubscriptions, clock }) => {
        const hits = cold('-           ', digests);
        const subs = '    ^ 10s !     ';
        const expected = '-           ';

        expectObservable(hits.pipe(asSeconds(clock), alerts([RULE])), subs).toBe(expected);
        expectSubscriptions(hits.subscriptions).toBe(subs);
      });
    });

    it('completes with an empty source', () => {
      runMarbles(({ cold, expectObservable, expectSubscriptions, clock }) => {
        const hits = cold('|   ', digests);
        const subs = '    (^!)';
        const expected = '|   ';

        expectObservable(hits.pipe(asSeconds(clock), alerts([RULE]))).toBe(expected);
        expectSubscriptions(hits.subscriptions).toBe(subs);
      });
    });

    it('looks no more when the source completes within a second', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('a 500ms |', digests);
        const expected = '501ms   |';

        expectObservable(hits.pipe(asSeconds(clock), alerts([RULE]))).toBe(expected);
      });
    });

    it('repeats nothing when the source completes', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('a 1500ms   |', digests);
        const expected = '1s x 500ms |';

        expectObservable(hits.pipe(asSeconds(clock), alerts([RULE]))).toBe(expected, { x: triggered(1, 7) });
      });
    });

    it('looks at a whole second at which the source completes', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('a 999ms |   ', digests);
        const expected = '1s      (x|)';

        expectObservable(hits.pipe(asSeconds(clock), alerts([RULE]))).toBe(expected, { x: triggered(1, 7) });
      });
    });

    it('passes an error of the source on, behind the alerts before it', () => {
      runMarbles(({ hot, expectObservable, expectSubscriptions, clock }) => {
        const hits = hot('a 1500ms   #', digests);
        const subs = '    ^ 1500ms   !';
        const expected = '1s x 500ms #';

        expectObservable(hits.pipe(asSeconds(clock), alerts([RULE]))).toBe(expected, { x: triggered(1, 7) });
        expectSubscriptions(hits.subscriptions).toBe(subs);
      });
    });

    it('passes an error on at once', () => {
      runMarbles(({ cold, expectObservable, clock }) => {
        const hits = cold('#', digests);
        const expected = '#';

        expectObservable(hits.pipe(asSeconds(clock), alerts([RULE]))).toBe(expected);
      });
    });

    it('leaves its source, and no timer behind, when it is unsubscribed', () => {
      runMarbles(({ hot, expectObservable, expectSubscriptions, clock }) => {
        const hits = hot('a  3s a 9s |', digests);
        const subs = '    ^  2s !     ';
        const expected = '1s x        ';

        expectObservable(hits.pipe(asSeconds(clock), alerts([RULE])), subs).toBe(expected, { x: triggered(1, 7) });
        expectSubscriptions(hits.subscriptions).toBe(subs);
        clock.schedule(() => {
          // Two marbles of the source are still to come.
          expect(clock.actions.filter(({ closed }) => !closed)).toHaveLength(2);
        }, 2500);
      });
    });

    it('leaves its source when no more alerts are wanted', () => {
      runMarbles(({ hot, expectObservable, expectSubscriptions, clock }) => {
        const hits = hot('a  3s a 9s |', digests);
        const subs = '    ^ 999ms !   ';
        const expected = '1s    (x|)  ';

        expectObservable(hits.pipe(asSeconds(clock), alerts([RULE]), take(1))).toBe(expected, { x: triggered(1, 7) });
        expectSubscriptions(hits.subscriptions).toBe(subs);
      });
    });

    it('may be used for two sources, which share nothing', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const operator = pipe(asSeconds(clock), alerts([RULE]));
        const hits = hot('d  4s  |', digests);
        const more = hot('c  4s  |', digests);
        const expected = '4001ms |';

        expectObservable(hits.pipe(operator)).toBe(expected);
        expectObservable(more.pipe(operator)).toBe(expected);
      });
    });

    it('begins anew for each subscriber', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('a 3s     a      4s    |', digests);
        const subs = '    ^                     ';
        const expected = '1s x 5999ms    y 1ms |';
        const subsLate = '2s ^                  ';
        const late = '    4s     x 2999ms y 1ms |';
        const alerts$ = hits.pipe(asSeconds(clock), alerts([RULE]));

        expectObservable(alerts$, subs).toBe(expected, { x: triggered(1, 7), y: recovered(7, 0) });
        expectObservable(alerts$, subsLate).toBe(late, { x: triggered(4, 7), y: recovered(7, 0) });
      });
    });
  });

  it('raises the alerts that looking at every second anew would raise', () => {
    const arrivals = fc.array(
      fc.record({
        second: fc.nat(20),
        millisecond: fc.constantFrom(0, 1, 500, 999),
        hits: fc.constantFrom(0, 1, 2, 5, 10),
      }),
      { maxLength: 25 },
    );
    const rules = fc.array(
      fc.record({
        name: fc.constant('traffic'),
        measure: fc.constant('rate' as const),
        threshold: fc.constantFrom(0.5, 1, 1.1, 2, 5),
        windowSeconds: fc.constantFrom(1, 2, 3, 5, 10),
      }),
      { maxLength: 3 },
    );
    const starts = fc.constantFrom(0, 250, 999, 1_525_881_639_000, 1_525_881_639_500);
    fc.assert(
      fc.property(arrivals, rules, starts, (arrivals, rules, start) => {
        const times = arrivals.map(({ second, millisecond, hits }) => ({ at: second * 1000 + millisecond, hits }));
        expect(raisedBy(times, rules, start, 35_000)).toEqual(foundIn(times, rules, start, 35_000));
      }),
    );
  });
});

interface Arrival {
  /** Milliseconds since the start. */
  readonly at: number;
  readonly hits: number;
}

/** The alerts of the operator, when it runs for so many milliseconds with a clock that begins at `start`. */
function raisedBy(arrivals: readonly Arrival[], rules: readonly Rule[], start: number, run: number): Alert[] {
  const raised: Alert[] = [];
  runMarbles(({ clock }) => {
    const digests = arrivals.map(({ at, hits }) => timer(at, clock).pipe(map(() => hitsOf(hits))));
    merge(...digests, NEVER)
      .pipe(takeUntil(timer(run, clock)), asSeconds(aheadOf(clock, () => start)), alerts(rules))
      .subscribe((alert) => raised.push(alert));
  });
  return raised;
}

/** The alerts that the definition asks for, each window added up anew. */
function foundIn(arrivals: readonly Arrival[], rules: readonly Rule[], start: number, run: number): Alert[] {
  const found: Alert[] = [];
  const isHigh = rules.map(() => false);
  for (let t = Math.floor(start / 1000) + 1; t <= Math.floor((start + run) / 1000); t++) {
    rules.forEach((rule, i) => {
      const from = (t - rule.windowSeconds) * 1000;
      const inWindow = arrivals.filter(({ at }) => start + at >= from && start + at < t * 1000);
      const hits = inWindow.reduce((sum, { hits }) => sum + hits, 0);
      const average = hits / rule.windowSeconds;
      if (isHigh[i] ? average < rule.threshold : average > rule.threshold) {
        isHigh[i] = !isHigh[i];
        found.push((isHigh[i] ? triggered : recovered)(t, hits, rule));
      }
    });
  }
  return found;
}
