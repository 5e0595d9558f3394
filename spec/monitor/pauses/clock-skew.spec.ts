import { describe, it } from '@jest/globals';
import { filter, from, map, NEVER, pipe } from 'rxjs';
import type { OperatorFunction, SchedulerLike } from 'rxjs';
import { Timeline } from '../../../src/digest/timeline.js';
import { isBatch } from '../../../src/monitor/decode/decode.js';
import type { Batch } from '../../../src/monitor/decode/decode.js';
import { skewed } from '../../../src/monitor/pauses/clock-skew.js';
import { batchOf } from '../../support/batches.js';
import { hitsOf } from '../../support/digest.js';
import { runMarbles } from '../../support/marbles.js';

const arrival = { second: 160 };
const stating = (second: number, source = 'a.log'): Batch => batchOf({ source, digest: hitsOf(1, { second }) });
/** What comes after a pause. */
const after = (source = 'a.log'): Batch => ({ ...stating(120, source), arrival });

const skews = pipe(
  filter(isBatch),
  map(({ arrival }) => arrival?.skewSeconds),
);

const stampedBy = (clock: SchedulerLike): OperatorFunction<Batch, Batch> =>
  map((batch) => ({ ...batch, at: clock.now() }));

describe('skewed', () => {
  it.each([
    ['where lines stated times to come', 30, 30],
    ['where they were a little ahead', 1, undefined],
    ['where they stated what time it was', 0, undefined],
    ['where they were behind, or written late', -30, -30],
    ['where they were a little behind', -1, undefined],
    ['where they were old', -61, undefined],
  ])('tells of a skew %s', (_, ahead, expected) => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const decoded = hot('100s a 1s b |', { a: stating(100 + ahead), b: after() });
      const skew = '       100s a 1s b |';
      expectObservable(decoded.pipe(stampedBy(clock), skewed(), skews)).toBe(skew, { a: undefined, b: expected });
    });
  });

  it('goes by the largest skew of the last minute', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const decoded = hot('100s a 9999ms b c 49998ms b c |', { a: stating(140), b: stating(80), c: after() });
      const skew = '       100s a 9999ms b c 49998ms b d |';
      expectObservable(decoded.pipe(stampedBy(clock), skewed(), skews)).toBe(skew, { c: 40, d: undefined });
    });
  });

  it('knows each source by itself, and nothing of what states no time', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const timeless = batchOf({ source: 'c.log', digest: { ...hitsOf(1), timeline: new Timeline() } });
      const decoded = hot('(abcd)', { a: stating(40), b: timeless, c: after('b.log'), d: after('c.log') });
      expectObservable(decoded.pipe(stampedBy(clock), skewed(), skews)).toBe('(aaaa)', { a: undefined });
    });
  });

  it('can be subscribed to twice, passes on errors, and lets go', () => {
    runMarbles(({ cold, expectObservable, expectSubscriptions, clock }) => {
      const twice$ = from([after(), stating(1000)]).pipe(skewed(), skews);
      expectObservable(twice$).toBe('(aa|)', { a: undefined });
      expectObservable(twice$).toBe('(aa|)', { a: undefined });
      expectObservable(cold<Batch>('-#').pipe(stampedBy(clock), skewed())).toBe('-#');
      const source = cold<Batch>('---');
      expectObservable(source.pipe(stampedBy(clock), skewed()), '^-!').toBe('---');
      expectSubscriptions(source.subscriptions).toBe('^-!');
      expectObservable(NEVER.pipe(skewed())).toBe('-');
    });
  });
});
