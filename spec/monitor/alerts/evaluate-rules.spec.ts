import { describe, expect, it } from '@jest/globals';
import { map, of, take } from 'rxjs';
import type { Digest } from '../../../src/digest/digest.js';
import type { Alert, Rule } from '../../../src/monitor/alerts/rule.js';
import type { Level, WatchState } from '../../../src/monitor/alerts/rule-watch.js';
import { evaluate } from '../../../src/monitor/alerts/evaluate-rules.js';
import type { Evaluated } from '../../../src/monitor/alerts/evaluate-rules.js';
import { hitsOf } from '../../support/digest.js';
import { asSeconds } from '../../support/batches.js';
import { aheadOf, runMarbles } from '../../support/marbles.js';
import { recovered, RULE, ruleOf, triggered } from '../../support/rules.js';

/** Digests: `a` alone is above the threshold of `RULE`. */
const digests: Readonly<Record<string, Digest>> = { a: hitsOf(7), c: hitsOf(3) };

interface Look {
  readonly at: number;
  readonly raised: readonly Alert[];
  readonly watches: readonly WatchState[];
}

/** What is seen when the watches are asked for at once. */
const looks = map(({ at, raised, watches }: Evaluated): Look => ({ at, raised, watches: watches }));

const look = (
  second: number,
  counts: WatchState['window']['counts'] = [],
  raised: readonly Alert[] = [],
  on?: Alert,
): Look => ({
  at: second * 1000,
  raised,
  watches: [{ rule: RULE, window: { end: second, counts }, triggered: on }],
});

/** When something was raised. */
const raisings = map(({ at, raised }: Evaluated) => ({ at, raised }));

const saved: WatchState = { rule: RULE, window: { end: 97, counts: [[96, 7]] }, triggered: triggered(97, 7) };

describe('evaluate', () => {
  it('gives with each second what it raised and what the rules remember', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('a  999ms c    4s                          |   ', digests);
      const expected = '1s x     999ms y 999ms z 999ms w 999ms v (u|)';
      const on = triggered(1, 7);
      const values = {
        x: look(1, [[0, 7]], [on], on),
        y: look(
          2,
          [
            [0, 7],
            [1, 3],
          ],
          [],
          on,
        ),
        z: look(
          3,
          [
            [0, 7],
            [1, 3],
          ],
          [],
          on,
        ),
        w: look(4, [[1, 3]], [recovered(4, 3)]),
        v: look(5),
        u: look(5),
      };

      expectObservable(hits.pipe(asSeconds(clock), evaluate([RULE]), looks)).toBe(expected, values);
    });
  });

  it('gives values, which do not change when more comes', () => {
    runMarbles(({ hot, clock, flush }) => {
      const given: Evaluated[] = [];
      const asGiven: string[] = [];
      hot('a 1s c 4s a 1s |', digests)
        .pipe(asSeconds(clock), evaluate([RULE]))
        .subscribe((evaluated) => {
          given.push(evaluated);
          asGiven.push(JSON.stringify([evaluated.watches, evaluated.levels]));
        });
      flush();
      expect(given).toHaveLength(7);
      expect(given.map(({ watches, levels }) => JSON.stringify([watches, levels]))).toEqual(asGiven);
    });
  });

  it('tells of the whole seconds of its clock', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('a 1s    |   ', digests);
      const expected = '1s x    (y|)';
      const ahead = aheadOf(clock, () => 1_525_881_639_250);
      const at = 1_525_881_640_000;
      const values = { x: { at, raised: [triggered(at / 1000, 7)] }, y: { at, raised: [] } };

      expectObservable(hits.pipe(asSeconds(ahead), evaluate([RULE]), raisings)).toBe(expected, values);
    });
  });

  it('looks with no rules, too', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('a 1s |   ', digests);
      const expected = '1s x (y|)';
      const values = { x: { at: 1000, raised: [], watches: [] }, y: { at: 1000, raised: [], watches: [] } };

      expectObservable(hits.pipe(asSeconds(clock), evaluate([]), looks)).toBe(expected, values);
    });
  });

  it('tells how each rule stands at each look', () => {
    const short = ruleOf(4, 1);
    const level = (hits: number, rule = RULE, on?: Alert): Level => ({
      rule,
      hits,
      average: hits / rule.windowSeconds,
      triggered: on,
    });
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('a  999ms c 2500ms                 |   ', digests);
      const expected = '1s x     999ms y 999ms z 500ms    (u|)';
      const [on, shortOn] = [triggered(1, 7), triggered(1, 7, short)];
      const values = {
        x: [level(7, RULE, on), level(7, short, shortOn)],
        y: [level(10, RULE, on), level(3, short)],
        z: [level(10, RULE, on), level(0, short)],
        u: [level(10, RULE, on), level(0, short)],
      };

      expectObservable(
        hits.pipe(
          asSeconds(clock),
          evaluate([RULE, short]),
          map(({ levels }) => levels),
        ),
      ).toBe(expected, values);
    });
  });

  describe('with rules that change', () => {
    const [low, high] = [ruleOf(2, 3), ruleOf(4, 3)];
    const rulesOf: Readonly<Record<string, readonly Rule[]>> = { l: [low], h: [high], n: [ruleOf(0.5, 3)] };
    const state = map(({ at, raised, levels }: Evaluated) => ({
      at: at / 1000,
      raised,
      hits: levels.map(({ hits }) => hits),
      thresholds: levels.map(({ rule }) => rule.threshold),
    }));
    const stateAt = (at: number, threshold: number, hits: number, raised: readonly Alert[] = []) => ({
      at,
      raised,
      hits: [hits],
      thresholds: [threshold],
    });

    it('looks by the threshold that holds then', () => {
      runMarbles(({ hot, cold, expectObservable, clock }) => {
        const hits = hot('  a 2800ms                       |   ', digests);
        const rules = cold('h 1499ms       l                   ', rulesOf);
        const expected = '  1s    x 999ms  y 800ms         (z|)';
        const values = {
          x: stateAt(1, 4, 7),
          y: stateAt(2, 2, 7, [triggered(2, 7, low)]),
          z: stateAt(2, 2, 7),
        };

        expectObservable(hits.pipe(asSeconds(clock), evaluate(rules), state)).toBe(expected, values);
      });
    });

    it('recovers an alert that is on at the next look when the threshold is raised above the average', () => {
      runMarbles(({ hot, cold, expectObservable, clock }) => {
        const hits = hot('  a 2800ms                       |   ', digests);
        const rules = cold('l 1499ms       h                   ', rulesOf);
        const expected = '  1s    x 999ms  y 800ms         (z|)';
        const values = {
          x: stateAt(1, 2, 7, [triggered(1, 7, low)]),
          y: stateAt(2, 4, 7, [recovered(2, 7, high)]),
          z: stateAt(2, 4, 7),
        };

        expectObservable(hits.pipe(asSeconds(clock), evaluate(rules), state)).toBe(expected, values);
      });
    });

    it('keeps an alert on when the threshold is raised, but not above the average', () => {
      runMarbles(({ hot, cold, expectObservable, clock }) => {
        const hits = hot('  a 2800ms                       |   ', digests);
        const rules = cold('n 1499ms       l                   ', rulesOf);
        const expected = '  1s    x 999ms  y 800ms         (z|)';
        const on = triggered(1, 7, ruleOf(0.5, 3));
        const values = { x: stateAt(1, 0.5, 7, [on]), y: stateAt(2, 2, 7), z: stateAt(2, 2, 7) };

        expectObservable(hits.pipe(asSeconds(clock), evaluate(rules), state)).toBe(expected, values);
      });
    });

    it('loses no hit, whenever they change', () => {
      runMarbles(({ hot, cold, expectObservable, clock }) => {
        const hits = hot('  c 498ms c c    499ms  c 998ms c    98ms  |   ', digests);
        const rules = cold('h 498ms (lh) l 494ms  h 999ms n            ', rulesOf);
        const expected = '  1s                    x 999ms y    97ms  (z|)';
        const values = {
          x: stateAt(1, 4, 9),
          y: stateAt(2, 0.5, 15, [triggered(2, 15, ruleOf(0.5, 3))]),
          z: stateAt(2, 0.5, 15),
        };

        expectObservable(hits.pipe(asSeconds(clock), evaluate(rules), state)).toBe(expected, values);
      });
    });

    it('goes on from what was saved by the threshold of the first look', () => {
      runMarbles(({ cold, expectObservable, clock }) => {
        const hits = cold(' 1500ms |   ', digests);
        const rules = cold('l 499ms h   ', rulesOf);
        const expected = '  1s x 499ms (y|)';
        const ahead = aheadOf(clock, () => 97_000);
        const values = { x: stateAt(98, 4, 7, [recovered(98, 7, high)]), y: stateAt(98, 4, 7) };

        expectObservable(hits.pipe(asSeconds(ahead), evaluate(rules, [saved]), state)).toBe(expected, values);
      });
    });

    it('remembers the rule as it is now', () => {
      runMarbles(({ cold, expectObservable, clock }) => {
        const hits = cold(' a 1500ms        |   ', digests);
        const rules = cold('l 1199ms  h         ', rulesOf);
        const expected = '  1s      x 500ms (y|)';
        const remembered = map(({ watches }: Evaluated) => watches.map(({ rule }) => rule));

        expectObservable(hits.pipe(asSeconds(clock), evaluate(rules), remembered)).toBe(expected, {
          x: [low],
          y: [high],
        });
      });
    });

    it('stays with the last rules when they complete', () => {
      runMarbles(({ hot, cold, expectObservable, clock }) => {
        const hits = hot('  a 1s |   ', digests);
        const rules = cold('(l|)     ', rulesOf);
        const expected = '  1s x (y|)';
        const values = { x: stateAt(1, 2, 7, [triggered(1, 7, low)]), y: stateAt(1, 2, 7) };

        expectObservable(hits.pipe(asSeconds(clock), evaluate(rules), state)).toBe(expected, values);
        expectObservable(hits.pipe(asSeconds(clock), evaluate(of([low])), state)).toBe(expected, values);
      });
    });

    it('leaves the rules, and passes their error on', () => {
      runMarbles(({ cold, hot, expectObservable, expectSubscriptions, clock }) => {
        const hits = hot('   a 9s |', digests);
        const rules = cold(' l       ', rulesOf);
        const failing = cold('l-#    ', rulesOf);
        const subs = '       ^ 1500ms !';
        const failSubs = '   ^-!';
        const at = map(({ at }: Evaluated) => at);

        expectObservable(hits.pipe(asSeconds(clock), evaluate(rules), at), subs).toBe('1s x', { x: 1000 });
        expectSubscriptions(rules.subscriptions).toBe(subs);
        expectObservable(hits.pipe(asSeconds(clock), evaluate(failing), at)).toBe('--#');
        expectSubscriptions(hits.subscriptions).toBe([subs, failSubs]);
      });
    });
  });

  describe('that goes on from what was saved', () => {
    it('looks at the seconds in between at the first look, in order, with their times', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('a 1s |   ', digests);
        const expected = '1s x (y|)';
        const ahead = aheadOf(clock, () => 110_000);
        const resume = { ...saved, window: { ...saved.window, counts: [...saved.window.counts, [104, 8] as const] } };
        const on = triggered(111, 7);
        const raised = [recovered(100, 0), triggered(105, 8), recovered(108, 0), on];
        const values = { x: look(111, [[110, 7]], raised, on), y: look(111, [[110, 7]], [], on) };

        expectObservable(hits.pipe(asSeconds(ahead), evaluate([RULE], [resume]), looks)).toBe(expected, values);
      });
    });

    it('tells of the alerts of several rules in the order of their times', () => {
      const short = ruleOf(2, 1);
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('500ms |', digests);
        const expected = '500ms (x|)';
        const ahead = aheadOf(clock, () => 102_000);
        const fresh = { window: { end: 97, counts: [[98, 7] as const] }, triggered: undefined };
        const resume = [
          { ...fresh, rule: RULE },
          { ...fresh, rule: short },
        ];
        const raised = [triggered(99, 7), triggered(99, 7, short), recovered(100, 0, short), recovered(102, 0)];

        expectObservable(hits.pipe(asSeconds(ahead), evaluate([RULE, short], resume), raisings)).toBe(expected, {
          x: { at: 102_000, raised },
        });
      });
    });

    it('keeps an alert on until the average is below', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('c  3s                 |   ', digests);
        const expected = '1s x 999ms y 999ms z (w|)';
        const ahead = aheadOf(clock, () => 98_000);
        const values = {
          x: { at: 99_000, raised: [] },
          y: { at: 100_000, raised: [recovered(100, 3)] },
          z: { at: 101_000, raised: [] },
          w: { at: 101_000, raised: [] },
        };

        expectObservable(hits.pipe(asSeconds(ahead), evaluate([RULE], [saved]), raisings)).toBe(expected, values);
      });
    });

    it.each([
      ['a higher threshold', ruleOf(3, 3), [recovered(98, 7, ruleOf(3, 3))]],
      ['the same threshold by another window', ruleOf(1, 6), []],
      ['a shorter window', ruleOf(2, 1), [recovered(98, 0, ruleOf(2, 1))]],
      ['a longer window', ruleOf(2, 4), [recovered(98, 7, ruleOf(2, 4))]],
    ])('holds the alert to %s', (_, rule, raised) => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('1500ms |   ', digests);
        const expected = '1s x 499ms (y|)';
        const ahead = aheadOf(clock, () => 97_000);
        const values = { x: { at: 98_000, raised }, y: { at: 98_000, raised: [] } };

        expectObservable(hits.pipe(asSeconds(ahead), evaluate([rule], [saved]), raisings)).toBe(expected, values);
      });
    });

    it('triggers at once where a lower threshold is exceeded by what the window holds', () => {
      const rule = ruleOf(0.5, 3);
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('1500ms |   ', digests);
        const expected = '1s x 499ms (y|)';
        const ahead = aheadOf(clock, () => 97_000);
        const quiet: WatchState = { rule: RULE, window: { end: 97, counts: [[96, 2]] }, triggered: undefined };
        const values = { x: { at: 98_000, raised: [triggered(98, 2, rule)] }, y: { at: 98_000, raised: [] } };

        expectObservable(hits.pipe(asSeconds(ahead), evaluate([rule], [quiet]), raisings)).toBe(expected, values);
      });
    });

    it('waits for a clock that was set back by less than the window, and begins afresh by more', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('1500ms |   ', digests);
        const expected = '1s x 499ms (y|)';
        const back = aheadOf(clock, () => 95_000);
        const far = aheadOf(clock, () => 50_000);
        const waiting = { ...look(96), watches: [saved] };
        const window = { end: 51, counts: [] };
        const afresh = { at: 51_000, raised: [], watches: [{ ...saved, window }] };

        expectObservable(hits.pipe(asSeconds(back), evaluate([RULE], [saved]), looks)).toBe(expected, {
          x: waiting,
          y: waiting,
        });
        expectObservable(hits.pipe(asSeconds(far), evaluate([RULE], [saved]), looks)).toBe(expected, {
          x: afresh,
          y: afresh,
        });
      });
    });

    it('leaves what was saved as it is, for each subscriber', () => {
      runMarbles(({ hot, expectObservable, clock, flush }) => {
        const hits = hot('a  3s |', digests);
        const ahead = aheadOf(clock, () => 97_000);
        const watched$ = hits.pipe(asSeconds(ahead), evaluate([RULE], [saved]), raisings, take(1));
        const before = JSON.stringify(saved);

        expectObservable(watched$).toBe('1s (x|)', { x: { at: 98_000, raised: [] } });
        expectObservable(watched$).toBe('1s (x|)', { x: { at: 98_000, raised: [] } });
        flush();
        expect(JSON.stringify(saved)).toBe(before);
      });
    });
  });

  describe('as an operator', () => {
    it('looks at a source that never gives anything', () => {
      runMarbles(({ cold, expectObservable, expectSubscriptions, clock }) => {
        const hits = cold('-               ', digests);
        const subs = '     ^    2500ms !   ';
        const expected = ' 1s x 999ms y     ';

        expectObservable(hits.pipe(asSeconds(clock), evaluate([RULE]), looks), subs).toBe(expected, {
          x: look(1),
          y: look(2),
        });
        expectSubscriptions(hits.subscriptions).toBe(subs);
      });
    });

    it('looks once more when the source completes, with what came since the last look', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('1100ms c |   ', digests);
        const expected = '1s x 100ms (y|)';

        expectObservable(hits.pipe(asSeconds(clock), evaluate([RULE]), looks)).toBe(expected, {
          x: look(1),
          y: look(1, [[1, 3]]),
        });
      });
    });

    it('looks once at an empty source', () => {
      runMarbles(({ cold, expectObservable, expectSubscriptions, clock }) => {
        const hits = cold('|   ', digests);
        const subs = '     (^!)';
        const expected = ' (x|)';

        expectObservable(hits.pipe(asSeconds(clock), evaluate([RULE]), looks)).toBe(expected, { x: look(0) });
        expectSubscriptions(hits.subscriptions).toBe(subs);
      });
    });

    it('passes an error of the source on, without another look', () => {
      runMarbles(({ hot, expectObservable, expectSubscriptions, clock }) => {
        const hits = hot('a 1s   a 500ms #', digests);
        const subs = '    ^ 1501ms     !';
        const expected = '1s x     501ms #';
        const on = triggered(1, 7);

        expectObservable(hits.pipe(asSeconds(clock), evaluate([RULE]), looks)).toBe(expected, {
          x: look(1, [[0, 7]], [on], on),
        });
        expectSubscriptions(hits.subscriptions).toBe(subs);
      });
    });

    it('leaves its source, and no timer behind, when it is unsubscribed', () => {
      runMarbles(({ hot, expectObservable, expectSubscriptions, clock }) => {
        const hits = hot('c  3s a 9s |', digests);
        const subs = '    ^  1500ms !  ';
        const expected = '1s x        ';

        expectObservable(hits.pipe(asSeconds(clock), evaluate([RULE]), looks), subs).toBe(expected, {
          x: look(1, [[0, 3]]),
        });
        expectSubscriptions(hits.subscriptions).toBe(subs);
        clock.schedule(() => {
          // Two marbles of the source are still to come.
          expect(clock.actions.filter(({ closed }) => !closed)).toHaveLength(2);
        }, 2500);
      });
    });

    it('begins anew for each subscriber', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('a 1s c     9s |', digests);
        const subs = '    ^  1500ms !';
        const subsLate = '1s ^ 1500ms !';
        const on = triggered(1, 7);
        const watched$ = hits.pipe(asSeconds(clock), evaluate([RULE]), looks);

        expectObservable(watched$, subs).toBe('1s x', { x: look(1, [[0, 7]], [on], on) });
        expectObservable(watched$, subsLate).toBe('2s x', { x: look(2, [[1, 3]]) });
      });
    });
  });
});
