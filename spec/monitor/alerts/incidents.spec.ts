import { describe, expect, it } from '@jest/globals';
import { from, last, map } from 'rxjs';
import { alertLog, isOn } from '../../../src/monitor/alerts/incidents.js';
import type { AlertLog, Incident } from '../../../src/monitor/alerts/incidents.js';
import type { Alert, Rule } from '../../../src/monitor/alerts/rule.js';
import type { Evaluated } from '../../../src/monitor/alerts/evaluate-rules.js';
import { evaluatedOf } from '../../support/batches.js';
import { runMarbles } from '../../support/marbles.js';
import { recovered, RULE, ruleOf, triggered } from '../../support/rules.js';

/** A rule that is judged at a second with so many hits in its window. */
const look = (second: number, hits: number, raised: readonly Alert[] = [], rule = RULE): Evaluated =>
  evaluatedOf(second, { raised, levels: [{ rule, hits, average: hits / rule.windowSeconds, triggered: undefined }] });

const incident = (begun: Alert, peak: number, ended?: Alert): Incident => ({
  rule: begun.rule,
  triggered: begun,
  recovered: ended,
  peak,
});

const [on, off] = [triggered(2, 9), recovered(5, 3)];

const LOOKS: Readonly<Record<string, Evaluated>> = {
  q: look(1, 3),
  t: look(2, 9, [on]),
  h: look(3, 15),
  l: look(4, 12),
  r: look(5, 3, [off]),
  H: look(6, 6),
};

const incidents = map(({ at, incidents }: AlertLog) => ({ at, incidents }));

/** The log after all those looks. */
function logAfter(looks: readonly Evaluated[], activeAlerts: readonly Alert[] = []): AlertLog {
  let log: AlertLog | undefined;
  from(looks)
    .pipe(alertLog(activeAlerts), last())
    .subscribe((end) => (log = end));
  if (log === undefined) throw new Error('it tells of nothing');
  return log;
}

/** A look at which a rule is triggered, and one at which it has recovered, so many times. */
const flaps = (count: number): Evaluated[] =>
  Array.from({ length: count }, (_, i) => [
    look(2 * i, 9, [triggered(2 * i, 9)]),
    look(2 * i + 1, 3, [recovered(2 * i + 1, 3)]),
  ]).flat();

describe('alertLog', () => {
  it('begins an incident with an alert, keeps its peak, and ends it when the rule has recovered', () => {
    runMarbles(({ hot, expectObservable }) => {
      const looks = hot('  -qthlrH|', LOOKS);
      const expected = '   0qthlrH|';

      expectObservable(looks.pipe(alertLog(), incidents)).toBe(expected, {
        0: { at: 0, incidents: [] },
        q: { at: 1000, incidents: [] },
        t: { at: 2000, incidents: [incident(on, 3)] },
        h: { at: 3000, incidents: [incident(on, 5)] },
        l: { at: 4000, incidents: [incident(on, 5)] },
        r: { at: 5000, incidents: [incident(on, 5, off)] },
        H: { at: 6000, incidents: [incident(on, 5, off)] },
      });
    });
  });

  it('tells how the rules stand at the last look', () => {
    runMarbles(({ hot, expectObservable }) => {
      const looks = hot('  -qt|', LOOKS);
      const expected = '   0qt|';

      expectObservable(
        looks.pipe(
          alertLog(),
          map(({ levels }) => levels),
        ),
      ).toBe(expected, {
        0: [],
        q: LOOKS['q']?.levels,
        t: LOOKS['t']?.levels,
      });
    });
  });

  it('begins with the alerts that are on from before, and ends them', () => {
    const old = triggered(-100, 18);
    runMarbles(({ hot, expectObservable }) => {
      const looks = hot('  -qrt|', LOOKS);
      const expected = '   0qrt|';

      expectObservable(looks.pipe(alertLog([old]), incidents)).toBe(expected, {
        0: { at: 0, incidents: [incident(old, 6)] },
        q: { at: 1000, incidents: [incident(old, 6)] },
        r: { at: 5000, incidents: [incident(old, 6, off)] },
        t: { at: 2000, incidents: [incident(old, 6, off), incident(on, 3)] },
      });
    });
  });

  it('takes all alerts of one look, in their order', () => {
    const raised = [triggered(2, 9), recovered(3, 0), triggered(4, 12)];
    expect(logAfter([look(5, 15, raised)]).incidents).toEqual([
      incident(triggered(2, 9), 3, recovered(3, 0)),
      incident(triggered(4, 12), 5),
    ]);
  });

  it('leaves the incidents that have ended as they are', () => {
    const [again, over] = [triggered(7, 9), recovered(9, 0)];
    expect(logAfter([look(2, 9, [on]), look(5, 3, [off]), look(7, 9, [again]), look(9, 0, [over])]).incidents).toEqual([
      incident(on, 3, off),
      incident(again, 3, over),
    ]);
  });

  it('knows an alert that was triggered by another threshold for the same', () => {
    const rule = ruleOf(5, 3);
    const higher = recovered(3, 9, rule);
    expect(logAfter([look(2, 9, [on]), look(3, 9, [higher], rule)]).incidents).toEqual([incident(on, 3, higher)]);
  });

  it('keeps rules of other names apart', () => {
    const other = { ...ruleOf(1, 3), name: 'errors' } as unknown as Rule;
    const [otherOn, otherOff] = [triggered(3, 4, other), recovered(4, 1, other)];
    const levels = [...look(4, 15).levels, ...look(4, 1, [], other).levels];
    const log = logAfter([look(2, 9, [on]), look(3, 4, [otherOn], other), { ...look(4, 0, [otherOff]), levels }]);
    expect(log.incidents).toEqual([incident(on, 5), incident(otherOn, 4 / 3, otherOff)]);
  });

  it('keeps 1000 incidents, and counts those before them', () => {
    expect(logAfter(flaps(1000))).toMatchObject({ earlier: 0, incidents: { length: 1000 } });
    const { incidents, earlier } = logAfter(flaps(1003));
    expect(earlier).toBe(3);
    expect(incidents).toHaveLength(1000);
    expect(incidents[0]?.triggered.at).toBe(6000);
    expect(incidents.at(-1)?.triggered.at).toBe(2_004_000);
  });

  it('leaves what it has told as it is', () => {
    runMarbles(({ hot, expectObservable, flush }) => {
      const looks = hot('-t---r|', LOOKS);
      const told: AlertLog[] = [];
      const log$ = looks.pipe(
        alertLog(),
        map((log) => told.push(log)),
      );

      expectObservable(log$).toBe('0t---r|', { 0: 1, t: 2, r: 3 });
      flush();
      expect(told.map(({ incidents }) => incidents)).toEqual([[], [incident(on, 3)], [incident(on, 3, off)]]);
    });
  });

  describe('as an operator', () => {
    const begun: AlertLog = { at: 0, levels: [], incidents: [], earlier: 0 };

    it('tells at once where no look ever comes, and leaves its source', () => {
      runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
        const never = cold('-  ', LOOKS);
        const subs = '      ^-!';

        expectObservable(never.pipe(alertLog()), subs).toBe('0', { 0: begun });
        expectSubscriptions(never.subscriptions).toBe(subs);
      });
    });

    it('completes with its source, and passes an error on', () => {
      runMarbles(({ cold, expectObservable }) => {
        expectObservable(cold('|', LOOKS).pipe(alertLog())).toBe('(0|)', { 0: begun });
        expectObservable(cold('-#', LOOKS).pipe(alertLog())).toBe('0#', { 0: begun });
      });
    });

    it('begins anew for each subscriber', () => {
      runMarbles(({ cold, expectObservable }) => {
        const operator = alertLog();
        const values = { 0: { at: 0, incidents: [] }, t: { at: 2000, incidents: [incident(on, 3)] } };

        expectObservable(cold('-t|', LOOKS).pipe(operator, incidents)).toBe('0t|', values);
        expectObservable(cold('-t|', LOOKS).pipe(operator, incidents)).toBe('0t|', values);
      });
    });
  });
});

describe('isOn', () => {
  it('holds until the rule has recovered', () => {
    expect([incident(on, 3), incident(on, 3, off)].map(isOn)).toEqual([true, false]);
  });
});
