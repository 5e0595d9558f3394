import { describe, it } from '@jest/globals';
import { filter, map, merge as merge$, scan, share } from 'rxjs';
import type { Observable, OperatorFunction } from 'rxjs';
import { merge } from '../../../src/digest/digest.js';
import { evaluate } from '../../../src/monitor/alerts/evaluate-rules.js';
import type { Evaluated } from '../../../src/monitor/alerts/evaluate-rules.js';
import type { Batch } from '../../../src/monitor/decode/decode.js';
import { checkpoints } from '../../../src/monitor/model/checkpoints.js';
import { modelFrom } from '../../../src/monitor/model/model.js';
import { update } from '../../../src/monitor/model/update.js';
import { Pauses } from '../../../src/monitor/pauses/pauses.js';
import { perSecond } from '../../../src/monitor/per-second.js';
import { stats } from '../../../src/monitor/stats/stats.js';
import { batchOf } from '../../support/batches.js';
import { checkpointOf } from '../../support/checkpoint.js';
import { hitsOf } from '../../support/digest.js';
import { leaping, runMarbles } from '../../support/marbles.js';
import { recovered, RULE, triggered } from '../../support/rules.js';

/** How many hits of a chunk state which second. */
type Lines = Readonly<Record<number, number>>;

const each = (hits: number, from: number, to: number): Lines =>
  Object.fromEntries(Array.from({ length: to - from }, (_, i) => [from + i, hits]));

/** The batches of lines, as they come. */
const batches = (pauses: Pauses): OperatorFunction<Lines, Batch> =>
  map((lines, i) => {
    const all = Object.entries(lines).map(([second, hits]) => hitsOf(hits, { second: Number(second) }));
    const arrival = pauses.arrival();
    return batchOf({ number: i + 1, at: pauses.clock.now(), digest: all.reduce(merge, hitsOf(0)), arrival });
  });

/** When something was raised, and what. */
const raised = (evaluated$: Observable<Evaluated>) =>
  evaluated$.pipe(
    filter(({ raised }) => raised.length > 0),
    map(({ at, raised }) => [at / 1000, raised]),
  );

/** `RULE` is high above 6 hits in 3 seconds; the pause is from 2.5 s to 62.5 s. */
describe('a run that was paused for a minute', () => {
  it.each<[string, Lines, string, readonly unknown[]]>([
    ['nothing, of traffic at the threshold', each(2, 2, 63), '', []],
    [
      'what was high in it, in its seconds',
      { ...each(1, 2, 63), 30: 9 },
      '5s r',
      [65, [triggered(31, 11), recovered(34, 3)]],
    ],
    ['what has been high since, once', each(3, 2, 63), '5s r', [65, [triggered(5, 9), recovered(65, 3)]]],
    ['nothing, of even traffic by another clock', each(2, 7200, 7260), '', []],
  ])('raises %s', (_, x, expected, r) => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const pauses = new Pauses(leaping(clock, [2500, 60_000]));
      const hits = hot('2600ms x', { x });
      const evaluated$ = hits.pipe(batches(pauses), perSecond(pauses.clock), evaluate([RULE]));
      expectObservable(raised(evaluated$), '^ 9s !').toBe(expected, { r });
    });
  });

  it('raises what was high before for as long as it was, though the lines of the pause are read in many chunks', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const pauses = new Pauses(leaping(clock, [2500, 60_000]));
      const hits = hot('500ms a 999ms b 1100ms x 300ms y 300ms z', {
        a: { 0: 7 },
        b: { 1: 3 },
        x: each(3, 2, 20),
        y: each(3, 20, 40),
        z: each(3, 40, 60),
      });
      const evaluated$ = hits.pipe(batches(pauses), perSecond(pauses.clock), evaluate([RULE]));
      expectObservable(raised(evaluated$), '^ 9s !').toBe('1s x 3999ms y', {
        x: [1, [triggered(1, 7)]],
        y: [65, [recovered(62, 3)]],
      });
    });
  });

  it('has one long interval of it, with all its lines', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const pauses = new Pauses(leaping(clock, [2500, 60_000]));
      const hits = hot('500ms a 2099ms x 999ms y 1999ms z 999ms |', {
        a: { 0: 1 },
        x: each(1, 1, 62),
        y: { 63: 1 },
        z: { 65: 1 },
      });
      const intervals$ = hits.pipe(
        batches(pauses),
        stats({ every: 1000 }, pauses.clock),
        map(({ from, to, digest }) => [from, to, digest.hits]),
      );
      expectObservable(intervals$).toBe('1s a 999ms b 2999ms c 999ms d 599ms (e|)', {
        a: [0, 1000, 1],
        b: [1000, 2000, 0],
        c: [2000, 65_000, 62],
        d: [65_000, 66_000, 1],
        e: [66_000, 66_600, 0],
      });
    });
  });

  it('saves what it has caught up with in its seconds', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const ahead = leaping(clock, [2500, 60_000]);
      const pauses = new Pauses(ahead);
      const batches$ = hot('500ms a 2099ms x 10s |', { a: { 0: 1 }, x: { 62: 1, 30: 2, 61: 3 } }).pipe(
        batches(pauses),
        share(),
      );
      const evaluated$ = batches$.pipe(perSecond(pauses.clock), evaluate([{ ...RULE, windowSeconds: 10 }]));
      const saved$ = merge$(batches$, evaluated$).pipe(
        scan(update, modelFrom(checkpointOf(), { isNew: true })),
        checkpoints(),
        map(({ at, watches }) => [at, watches[0]?.window.counts]),
      );
      expectObservable(saved$, '^ 9s !').toBe('1s a 3999ms b', {
        a: [1000, [[0, 1]]],
        b: [
          65_000,
          [
            [61, 3],
            [62, 1],
          ],
        ],
      });
    });
  });
});
