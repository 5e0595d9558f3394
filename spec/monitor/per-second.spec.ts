import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { map, observeOn } from 'rxjs';
import type { MonoTypeOperatorFunction } from 'rxjs';
import type { TestScheduler } from 'rxjs/testing';
import type { Digest } from '../../src/digest/digest.js';
import type { Batch, Decoded } from '../../src/monitor/decode/decode.js';
import { perSecond, perSecondFrom } from '../../src/monitor/per-second.js';
import type { Second } from '../../src/monitor/per-second.js';
import { asBatches, batchOf } from '../support/batches.js';
import { hitsOf } from '../support/digest.js';
import { aheadOf, lateBy, leaping, runMarbles } from '../support/marbles.js';

const digests: Readonly<Record<string, Digest>> = { a: hitsOf(1), b: hitsOf(2), c: hitsOf(4), d: hitsOf(8) };

/** From and to, hits and the last batch: `0-1: 3 #2`; an unfinished second has no end, and one that is not the latest a `,`. */
const inShort = map(({ from, to, digest, through, isUnfinished, isLatest }: Second): string => {
  const end = isUnfinished ? '' : to;
  return `${from}-${end}: ${digest.hits} #${through}${isLatest ? '' : ','}`;
});

describe('perSecond', () => {
  it('gives each second when it has ended, quiet ones too, and the one in which the source completes', () => {
    runMarbles(({ hot, expectObservable, expectSubscriptions, clock }) => {
      const hits = hot(' a 500ms b 1s  c 999ms   500ms |   ', digests);
      const subs = '     ^ 3001ms                  !   ';
      const expected = ' 1s x 999ms y 999ms z 1ms (u|)';
      const values = { x: '0-1: 3 #2', y: '1-2: 4 #3', z: '2-3: 0 #3', u: '3-: 0 #3' };

      expectObservable(hits.pipe(asBatches(clock), perSecond(clock), inShort)).toBe(expected, values);
      expectSubscriptions(hits.subscriptions).toBe(subs);
    });
  });

  it('gives the hits by the second in which they count', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('a 500ms b 400ms |', digests);
      const rows = hits.pipe(
        asBatches(clock),
        perSecond(clock),
        map(({ rows }) => rows),
      );
      expectObservable(rows).toBe('902ms (x|)', { x: [{ second: 0, hits: 3, bytes: 300, errors: 0 }] });
    });
  });

  it.each<[string, (clock: TestScheduler) => MonoTypeOperatorFunction<Batch>]>([
    ['before', () => map((batch) => batch)],
    // The timer of the operator comes first then.
    ['after', (clock) => observeOn(clock)],
  ])('counts a batch of the very moment in which a second ends in the next one, if it comes %s the end', (_, come) => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot(' a 999ms b 500ms |   ', digests);
      const expected = ' 1s     x 500ms (u|)';
      const values = { x: '0-1: 1 #1', u: '1-: 2 #2' };

      expectObservable(hits.pipe(asBatches(clock), come(clock), perSecond(clock), inShort)).toBe(expected, values);
    });
  });

  it('counts in the next second what comes before a late end of one', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const late = lateBy(clock, 3);
      const hits = hot(' a 1s b 998ms   |    ', digests);
      const expected = ' 1003ms x 996ms (yu|)';
      const values = { x: '0-1: 1 #1', y: '1-2: 2 #2', u: '2-: 0 #2' };

      expectObservable(hits.pipe(asBatches(clock), perSecond(late), inShort)).toBe(expected, values);
    });
  });

  it('gives the seconds that a late tick ends one by one, and quiet between them as one', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const late = lateBy(clock, 6500);
      const hits = hot(' a 1s b 3s c 9s |', digests);
      const expected = ' 7500ms (vwxyz)';
      const values = { v: '0-1: 1 #1,', w: '1-2: 2 #2,', x: '2-4: 0 #2,', y: '4-5: 4 #3,', z: '5-7: 0 #3' };

      expectObservable(hits.pipe(asBatches(clock), perSecond(late), inShort), '^ 8s !').toBe(expected, values);
    });
  });

  it('gives a pause that is caught up with as one second, and its hits in those that they state', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const pause = { from: 1, to: 60, isCatchingUp: true, phase: 0 };
      const ahead = leaping(clock, [1500, 60_000]);
      const hits = hot('1600ms x 2s -', { x: hitsOf(5, { second: 30 }) });
      const batches = map((digest: Digest) => batchOf({ at: ahead.now(), digest, arrival: { second: 61, pause } }));
      const seconds = hits.pipe(
        batches,
        perSecond(ahead),
        map(({ from, to, rows }) => [from, to, rows.map(({ second, hits }) => [second, hits])]),
      );
      expectObservable(seconds, '^ 2500ms !').toBe('1s x 999ms y', { x: [0, 1, []], y: [1, 62, [[30, 5]]] });
    });
  });

  it('goes on with the seconds of its new time when the clock is set back', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      let back = 0;
      const leaping = aheadOf(clock, () => 100_000 - back);
      const hits = hot(' a 999ms b 1s   c         ', digests);
      const expected = ' 1s     x 999ms  y 999ms z';
      const values = { x: '100-101: 1 #1', y: '49-50: 2 #2', z: '50-51: 4 #3' };
      clock.schedule(() => (back = 52_000), 1500);

      expectObservable(hits.pipe(asBatches(leaping), perSecond(leaping), inShort), '^ 3500ms !').toBe(expected, values);
    });
  });

  it('changes no digest that it has given, nor one that it was given', () => {
    runMarbles(({ hot, clock, flush }) => {
      const given: Second[] = [];
      const asGiven: number[] = [];
      const own = hitsOf(1);
      hot('x 500ms x 1s x 700ms x 1s |', { x: own })
        .pipe(asBatches(clock), perSecond(clock))
        .subscribe((second) => {
          given.push(second);
          asGiven.push(second.digest.hits);
        });
      flush();
      expect(asGiven).toEqual([2, 1, 1, 0]);
      expect(given.map(({ digest }) => digest.hits)).toEqual(asGiven);
      expect(own.hits).toBe(1);
    });
  });

  it('counts each batch once, in its second, whenever it comes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9999), { maxLength: 30 }), (times) => {
        runMarbles(({ hot, clock, flush }) => {
          const sorted = [...new Set(times)].sort((a, b) => a - b);
          let frame = 0;
          const marbles = sorted.map((time) => {
            const gap = time - frame;
            frame = time + 1;
            return `${gap}ms a`;
          });
          const seconds: Second[] = [];
          hot(`${marbles.join(' ')} |`, digests)
            .pipe(asBatches(clock), perSecond(clock))
            .subscribe((second) => seconds.push(second));
          flush();
          for (const { from, to, digest } of seconds)
            expect(digest.hits).toBe(sorted.filter((time) => time >= from * 1000 && time < to * 1000).length);
          expect(seconds.map(({ from }) => from)).toEqual(seconds.map((_, i) => seconds[i - 1]?.to ?? 0));
        });
      }),
      { numRuns: 50 },
    );
  });

  describe('as an operator', () => {
    it('takes no notice of all else that sources say', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const events = hot<Decoded>('n 998ms n|', { n: { kind: 'notice', source: 'a.log', text: 'is gone' } });
        expectObservable(events.pipe(perSecond(clock), inShort)).toBe('1s (xu|)', { x: '0-1: 0 #0', u: '1-: 0 #0' });
      });
    });

    it('passes an error on', () => {
      runMarbles(({ hot, expectObservable, expectSubscriptions, clock }) => {
        const hits = hot(' a 1s #', digests);
        const subs = '     ^ 1s  !';
        const expected = ' 1s x #';
        expectObservable(hits.pipe(asBatches(clock), perSecond(clock), inShort)).toBe(expected, { x: '0-1: 1 #1' });
        expectSubscriptions(hits.subscriptions).toBe(subs);
      });
    });

    it('leaves its source, and no timer behind, when it is unsubscribed', () => {
      runMarbles(({ cold, expectObservable, expectSubscriptions, clock }) => {
        const hits = cold('a', digests);
        const subs = '     ^ 1500ms !';
        expectObservable(hits.pipe(asBatches(clock), perSecond(clock), inShort), subs).toBe('1s x', { x: '0-1: 1 #1' });
        expectSubscriptions(hits.subscriptions).toBe(subs);
        clock.schedule(() => {
          expect(clock.actions.filter(({ closed }) => !closed)).toHaveLength(0);
        }, 1600);
      });
    });

    it('begins anew for each subscriber', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const seconds$ = hot('a 999ms b 500ms |', digests).pipe(asBatches(clock), perSecond(clock), inShort);
        expectObservable(seconds$).toBe('1s x 500ms (u|)', { x: '0-1: 1 #1', u: '1-: 2 #2' });
        expectObservable(seconds$, '250ms ^').toBe('1250ms x 250ms (u|)', { x: '0-1: 0 #0', u: '1-: 2 #1' });
      });
    });
  });
});

describe('perSecondFrom', () => {
  const late: Readonly<Record<string, Batch>> = {
    p: batchOf({ at: 97_500, digest: hitsOf(1) }),
    q: batchOf({ number: 2, at: 98_500, digest: hitsOf(2) }),
    r: batchOf({ number: 3, at: 100_100, digest: hitsOf(4) }),
    n: batchOf({ number: 4, at: 100_500, digest: hitsOf(8) }),
  };

  it('ends the seconds of batches from before as soon as all have come, and goes on from there', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const ahead = aheadOf(clock, () => 100_000);
      const batches = hot('pqrn 1s |', late);
      const expected = '   --(xyz) 995ms u-(v|)';
      const values = { x: '97-98: 1 #1,', y: '98-99: 2 #2,', z: '99-100: 0 #2', u: '100-101: 12 #4', v: '101-: 0 #4' };
      expectObservable(batches.pipe(perSecondFrom({ start: 97, late: 3 }, ahead), inShort)).toBe(expected, values);
    });
  });

  it('ends no second before they have come', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const ahead = aheadOf(clock, () => 100_000);
      const batches = hot('p 1500ms q        -', late);
      const expected = '   - 1500ms (xyz) 995ms u';
      const values = { x: '97-98: 1 #1,', y: '98-99: 2 #2,', z: '99-101: 0 #2', u: '101-102: 0 #2' };
      expectObservable(batches.pipe(perSecondFrom({ start: 97, late: 2 }, ahead), inShort), '^ 2600ms !').toBe(
        expected,
        values,
      );
    });
  });

  it('gives what has come when the source completes before all have', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const ahead = aheadOf(clock, () => 100_000);
      const expected = '-(xyu|)';
      const values = { x: '97-98: 1 #1,', y: '98-100: 0 #1', u: '100-: 0 #1' };
      expectObservable(hot('p|', late).pipe(perSecondFrom({ start: 97, late: 3 }, ahead), inShort)).toBe(
        expected,
        values,
      );
    });
  });
});
