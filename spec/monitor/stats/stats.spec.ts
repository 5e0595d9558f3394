import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { map, merge, NEVER, observeOn, pipe, take, takeUntil, timer } from 'rxjs';
import type { MonoTypeOperatorFunction } from 'rxjs';
import type { TestScheduler } from 'rxjs/testing';
import { emptyDigest, foldUnparsed, merge as mergeDigests } from '../../../src/digest/digest.js';
import type { Digest } from '../../../src/digest/digest.js';
import { DEFAULT_STATS, stats } from '../../../src/monitor/stats/stats.js';
import type { IntervalState, Stats } from '../../../src/monitor/stats/stats.js';
import { anyLines, digestOf, hitsOf, plainDigest } from '../../support/digest.js';
import type { Line } from '../../support/digest.js';
import { asBatches } from '../../support/batches.js';
import { aheadOf, lateBy, runMarbles } from '../../support/marbles.js';

const SECONDLY = { every: 1000 };

const unparsed = emptyDigest();
foldUnparsed(unparsed, 1, { source: 'a.log', line: 'x' });

const digests: Readonly<Record<string, Digest>> = {
  a: hitsOf(1, { path: '/blog/a' }),
  b: hitsOf(2, { path: '/blog/b' }),
  c: hitsOf(4, { path: '/blog/c' }),
  u: unparsed,
};

interface Interval {
  readonly from: number;
  readonly to: number;
  readonly hits: number;
  /** Hits of the interval before. */
  readonly before: number | undefined;
}

const interval = (from: number, to: number, hits: number, before?: number): Interval => ({ from, to, hits, before });

/** What most scenarios look at. */
const intervals = map(({ from, to, digest, previous }: Stats): Interval =>
  interval(from, to, digest.hits, previous?.hits),
);

describe('DEFAULT_STATS', () => {
  it('is every 10 seconds', () => {
    expect(DEFAULT_STATS).toEqual({ every: 10_000 });
  });
});

describe('stats', () => {
  it('sums up each interval, and at the end the one that is not finished', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('a 500ms b 998ms c 1s   |   ', digests);
      const expected = '1s   x  999ms y   500ms (z|)';
      const values = { x: interval(0, 1000, 3), y: interval(1000, 2000, 4, 3), z: interval(2000, 2501, 0, 4) };

      expectObservable(hits.pipe(asBatches(clock), stats(SECONDLY, clock), intervals)).toBe(expected, values);
    });
  });

  it('gives the merge of the digests of an interval', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('(abu) 494ms |   ', digests);
      const expected = '499ms       (x|)';
      const merged = [hitsOf(1, { path: '/blog/a' }), hitsOf(2, { path: '/blog/b' }), unparsed].reduce(mergeDigests);
      const values = {
        x: {
          type: 'stats',
          from: 0,
          to: 499,
          digest: merged,
          previous: undefined,
          previousLength: 0,
          through: 3,
          lag: 0,
        },
      };

      expectObservable(hits.pipe(asBatches(clock), stats(SECONDLY, clock))).toBe(expected, values);
    });
  });

  it('gives quiet intervals, too', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('a        3s             |   ', digests);
      const expected = '1s x 999ms y 999ms z    (w|)';
      const values = {
        x: interval(0, 1000, 1),
        y: interval(1000, 2000, 0, 1),
        z: interval(2000, 3000, 0, 0),
        w: interval(3000, 3001, 0, 0),
      };

      expectObservable(hits.pipe(asBatches(clock), stats(SECONDLY, clock), intervals)).toBe(expected, values);
    });
  });

  it('sums up every 10 seconds of asyncScheduler unless told', () => {
    runMarbles(({ hot, expectObservable }) => {
      const hits = hot('a    12s  |   ', digests);
      const expected = '10s x 2s (y|)';
      const values = { x: interval(0, 10_000, 1), y: interval(10_000, 12_001, 0, 1) };

      expectObservable(hits.pipe(asBatches(), stats(), intervals)).toBe(expected, values);
    });
  });

  it('sums up the digests of several files', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('a 1s b 500ms |   ', digests);
      const more = hot('c 1s c 500ms |   ', digests);
      const expected = '1s x 501ms   (y|)';
      const values = { x: interval(0, 1000, 5), y: interval(1000, 1502, 6, 5) };

      expectObservable(merge(hits, more).pipe(asBatches(clock), stats(SECONDLY, clock), intervals)).toBe(
        expected,
        values,
      );
    });
  });

  it('tells the time of its clock', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('a 1s         |   ', digests);
      const expected = '1s x         (y|)';
      const ahead = aheadOf(clock, () => 1_525_881_639_250);
      const values = {
        x: interval(1_525_881_639_250, 1_525_881_640_250, 1),
        y: interval(1_525_881_640_250, 1_525_881_640_251, 0, 1),
      };

      expectObservable(hits.pipe(asBatches(ahead), stats(SECONDLY, ahead), intervals)).toBe(expected, values);
    });
  });

  it('leaves no gap between intervals when the clock is late', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const hits = hot('a   2s  b      1s |   ', digests);
      const expected = '1003ms x 1002ms y 995ms (z|)';
      const late = lateBy(clock, 3);
      const values = { x: interval(0, 1003, 1), y: interval(1003, 2006, 2, 1), z: interval(2006, 3002, 0, 2) };

      expectObservable(hits.pipe(asBatches(late), stats(SECONDLY, late), intervals)).toBe(expected, values);
    });
  });

  it('gives the digest of the interval before as it was', () => {
    const given = statsOf([
      { at: 100, lines: digestLines('/a') },
      { at: 1100, lines: digestLines('/b') },
    ]);
    expect(given).toHaveLength(5);
    expect(given[1]?.previous).toBe(given[0]?.digest);
    expect(given[2]?.previous).toBe(given[1]?.digest);
    expect(given.map(({ previousLength }) => previousLength).slice(1)).toEqual(
      given.map(({ from, to }) => to - from).slice(0, -1),
    );
    expect(given[0]?.digest.tables.sections.rows().map(({ key }) => key)).toEqual(['/a']);
  });

  describe('that goes on with an interval', () => {
    const resume: IntervalState = {
      from: -2500,
      digest: hitsOf(8, { path: '/blog/r' }),
      previous: hitsOf(16, { path: '/blog/p' }),
      previousLength: 4000,
    };

    it('counts on in it, for a whole interval from now', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('a 999ms b 499ms |   ', digests);
        const expected = '1s      x 499ms (y|)';
        const values = {
          x: { from: -2500, to: 1000, hits: 9, before: 16, length: 4000 },
          y: { from: 1000, to: 1500, hits: 2, before: 9, length: 3500 },
        };
        const lengths = map(({ previousLength, ...rest }: Stats) => ({
          from: rest.from,
          to: rest.to,
          hits: rest.digest.hits,
          before: rest.previous?.hits,
          length: previousLength,
        }));

        expectObservable(hits.pipe(asBatches(clock), stats({ ...SECONDLY, resume }, clock), lengths)).toBe(
          expected,
          values,
        );
      });
    });

    it('gives what it had counted when nothing more comes', () => {
      runMarbles(({ cold, expectObservable, clock }) => {
        const hits = cold('|   ', digests);
        const expected = ' (x|)';

        expectObservable(hits.pipe(asBatches(clock), stats({ ...SECONDLY, resume }, clock), intervals)).toBe(expected, {
          x: interval(-2500, 0, 8, 16),
        });
      });
    });

    it('begins now when the clock was set back behind its beginning', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('a   1500ms  |   ', digests);
        const expected = '1s x 500ms  (y|)';
        const ahead = { ...resume, from: 5000 };

        expectObservable(hits.pipe(asBatches(clock), stats({ ...SECONDLY, resume: ahead }, clock), intervals)).toBe(
          expected,
          {
            x: interval(0, 1000, 9, 16),
            y: interval(1000, 1501, 0, 9),
          },
        );
      });
    });

    it('leaves it as it is, for each subscriber', () => {
      runMarbles(({ hot, expectObservable, clock, flush }) => {
        const before = plainDigest(resume.digest);
        const hits = hot('(ab) 500ms |   ', digests);
        const expected = '504ms      (x|)';
        const stats$ = hits.pipe(asBatches(clock), stats({ ...SECONDLY, resume }, clock), intervals);

        expectObservable(stats$).toBe(expected, { x: interval(-2500, 504, 11, 16) });
        expectObservable(stats$).toBe(expected, { x: interval(-2500, 504, 11, 16) });
        flush();
        expect(plainDigest(resume.digest)).toEqual(before);
      });
    });
  });

  describe('at the edges of an interval', () => {
    it.each<[string, (clock: TestScheduler) => MonoTypeOperatorFunction<Digest>]>([
      ['before', () => map((digest) => digest)],
      // The timer of the operator comes first then.
      ['after', (clock) => observeOn(clock)],
    ])(
      'counts a batch of the millisecond in which an interval ends in the next one, if it comes %s the end',
      (_, come) => {
        runMarbles(({ hot, expectObservable, clock }) => {
          const hits = hot('1s a 500ms |   ', digests);
          const expected = '1s x 500ms (y|)';
          const values = { x: interval(0, 1000, 0), y: interval(1000, 1501, 1, 0) };

          expectObservable(hits.pipe(come(clock), asBatches(clock), stats(SECONDLY, clock), intervals)).toBe(
            expected,
            values,
          );
        });
      },
    );

    it('counts a batch of the millisecond in which the source completes', () => {
      runMarbles(({ expectObservable, clock }) => {
        const hits = timer(1000, clock).pipe(map(() => hitsOf(1)));
        const expected = '1s (xy|)';
        const values = { x: interval(0, 1000, 0), y: interval(1000, 1000, 1, 0) };

        expectObservable(hits.pipe(asBatches(clock), stats(SECONDLY, clock), intervals)).toBe(expected, values);
      });
    });

    it('gives an interval once when the source completes just before it ends', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('a 999ms |   ', digests);
        const expected = '1s      (x|)';

        expectObservable(hits.pipe(asBatches(clock), stats(SECONDLY, clock), intervals)).toBe(expected, {
          x: interval(0, 1000, 1),
        });
      });
    });

    it('gives an interval once when the source completes just after it ends', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('a 2s |      ', digests);
        const expected = '1s   (x|)';
        const upTo1s = hits.pipe(takeUntil(timer(1000, clock)), asBatches(clock), stats(SECONDLY, clock), intervals);

        expectObservable(upTo1s).toBe(expected, { x: interval(0, 1000, 1) });
      });
    });

    it('gives the hits of a source that completes at once', () => {
      runMarbles(({ cold, expectObservable, clock }) => {
        const hits = cold('(ab|)', digests);
        const expected = ' (x|) ';

        expectObservable(hits.pipe(asBatches(clock), stats(SECONDLY, clock), intervals)).toBe(expected, {
          x: interval(0, 0, 3),
        });
      });
    });

    it('gives the unparsed lines of a source that completes at once', () => {
      runMarbles(({ cold, expectObservable, clock }) => {
        const hits = cold('(u|)', digests);
        const expected = ' (x|)';

        expectObservable(hits.pipe(asBatches(clock), stats(SECONDLY, clock), intervals)).toBe(expected, {
          x: interval(0, 0, 0),
        });
      });
    });
  });

  describe('as an operator', () => {
    it('gives quiet intervals of a source that never gives anything', () => {
      runMarbles(({ cold, expectObservable, expectSubscriptions, clock }) => {
        const hits = cold('-               ', digests);
        const subs = '     ^    2500ms !   ';
        const expected = ' 1s x 999ms y     ';
        const values = { x: interval(0, 1000, 0), y: interval(1000, 2000, 0, 0) };

        expectObservable(hits.pipe(asBatches(clock), stats(SECONDLY, clock), intervals), subs).toBe(expected, values);
        expectSubscriptions(hits.subscriptions).toBe(subs);
      });
    });

    it('gives nothing of an empty source', () => {
      runMarbles(({ cold, expectObservable, expectSubscriptions, clock }) => {
        const hits = cold('|   ', digests);
        const subs = '     (^!)';
        const expected = ' |   ';

        expectObservable(hits.pipe(asBatches(clock), stats(SECONDLY, clock))).toBe(expected);
        expectSubscriptions(hits.subscriptions).toBe(subs);
      });
    });

    it('passes an error of the source on, behind the intervals before it', () => {
      runMarbles(({ hot, expectObservable, expectSubscriptions, clock }) => {
        const hits = hot('a 1s   b 500ms #', digests);
        const subs = '    ^ 1501ms     !';
        const expected = '1s x     501ms #';

        expectObservable(hits.pipe(asBatches(clock), stats(SECONDLY, clock), intervals)).toBe(expected, {
          x: interval(0, 1000, 1),
        });
        expectSubscriptions(hits.subscriptions).toBe(subs);
      });
    });

    it('leaves its source, and no timer behind, when it is unsubscribed', () => {
      runMarbles(({ hot, expectObservable, expectSubscriptions, clock }) => {
        const hits = hot('a  3s a 9s |', digests);
        const subs = '    ^  1500ms !  ';
        const expected = '1s x        ';

        expectObservable(hits.pipe(asBatches(clock), stats(SECONDLY, clock), intervals), subs).toBe(expected, {
          x: interval(0, 1000, 1),
        });
        expectSubscriptions(hits.subscriptions).toBe(subs);
        clock.schedule(() => {
          // Two marbles of the source are still to come.
          expect(clock.actions.filter(({ closed }) => !closed)).toHaveLength(2);
        }, 2500);
      });
    });

    it('leaves its source when no more intervals are wanted', () => {
      runMarbles(({ hot, expectObservable, expectSubscriptions, clock }) => {
        const hits = hot('a 3s a 9s |', digests);
        const subs = '    ^ 999ms !  ';
        const expected = '1s (x|)    ';
        const first = hits.pipe(asBatches(clock), stats(SECONDLY, clock), intervals, take(1));

        expectObservable(first).toBe(expected, { x: interval(0, 1000, 1) });
        expectSubscriptions(hits.subscriptions).toBe(subs);
      });
    });

    it('may be used for two sources, which share nothing', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const operator = pipe(asBatches(clock), stats(SECONDLY, clock));
        const hits = hot('a 1s a 99ms |   ', digests);
        const more = hot('b 1s c 99ms |   ', digests);
        const expected = '1s x 100ms  (y|)';

        expectObservable(hits.pipe(operator, intervals)).toBe(expected, {
          x: interval(0, 1000, 1),
          y: interval(1000, 1101, 1, 1),
        });
        expectObservable(more.pipe(operator, intervals)).toBe(expected, {
          x: interval(0, 1000, 2),
          y: interval(1000, 1101, 4, 2),
        });
      });
    });

    it('begins anew for each subscriber', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const hits = hot('a 1s b     698ms |   ', digests);
        const subs = '    ^                   ';
        const expected = '1s x   699ms   (y|)';
        const subsLate = '700ms ^              ';
        const late = '    1700ms         (z|)';
        const stats$ = hits.pipe(asBatches(clock), stats(SECONDLY, clock), intervals);

        expectObservable(stats$, subs).toBe(expected, { x: interval(0, 1000, 1), y: interval(1000, 1700, 2, 1) });
        expectObservable(stats$, subsLate).toBe(late, { z: interval(700, 1700, 2) });
      });
    });
  });

  const arrivals = fc.array(
    fc.record({
      // No interval ends at an odd millisecond.
      at: fc.nat(2000).map((half) => 2 * half + 1),
      lines: anyLines,
    }),
    { maxLength: 12 },
  );

  it('puts every digest into the interval in which it arrives', () => {
    fc.assert(
      fc.property(arrivals, (arrivals) => {
        const given = statsOf(arrivals);
        expect(given.map(({ from, to }) => [from, to])).toEqual([
          [0, 1000],
          [1000, 2000],
          [2000, 3000],
          [3000, 4000],
          [4000, 4500],
        ]);
        for (const { from, to, digest } of given) {
          const inside = arrivals.filter(({ at }) => at >= from && at < to);
          expect(plainDigest(digest)).toEqual(plainDigest(digestOf(inside.flatMap(({ lines }) => lines))));
        }
        const all = given.map(({ digest }) => digest).reduce(mergeDigests);
        expect(plainDigest(all)).toEqual(plainDigest(digestOf(arrivals.flatMap(({ lines }) => lines))));
      }),
    );
  });

  it('changes neither the digests that it is given nor those that it gave', () => {
    fc.assert(
      fc.property(arrivals, (arrivals) => {
        const sources = arrivals.map(({ at, lines }) => ({ at, digest: digestOf(lines) }));
        const before = sources.map(({ digest }) => plainDigest(digest));
        const given: Stats[] = [];
        const asGiven: unknown[] = [];
        runMarbles(({ clock }) => {
          merge(...sources.map(({ at, digest }) => timer(at, clock).pipe(map(() => digest))))
            .pipe(asBatches(clock), stats(SECONDLY, clock))
            .subscribe((one) => {
              given.push(one);
              asGiven.push(plainDigest(one.digest));
            });
        });
        expect(sources.map(({ digest }) => plainDigest(digest))).toEqual(before);
        expect(given.map(({ digest }) => plainDigest(digest))).toEqual(asGiven);
      }),
    );
  });
});

const digestLines = (section: string): Line[] => [
  { host: '::1', method: 'GET', section, path: section, status: '200', bytes: 1 },
];

/** The intervals of a second of digests that arrive at these milliseconds, and of a source that ends at 4500. */
function statsOf(arrivals: readonly { readonly at: number; readonly lines: readonly Line[] }[]): Stats[] {
  const given: Stats[] = [];
  runMarbles(({ clock }) => {
    const digests = arrivals.map(({ at, lines }) => timer(at, clock).pipe(map(() => digestOf(lines))));
    merge(...digests, NEVER)
      .pipe(takeUntil(timer(4500, clock)), asBatches(clock), stats(SECONDLY, clock))
      .subscribe((one) => given.push(one));
  });
  return given;
}
