import { describe, expect, it } from '@jest/globals';
import { map, NEVER, share } from 'rxjs';
import type { Observable } from 'rxjs';
import { emptyDigest } from '../../../src/digest/digest.js';
import type { Digest } from '../../../src/digest/digest.js';
import type { Alert, AlertRule } from '../../../src/monitor/alerts/rule.js';
import { checkpoints } from '../../../src/monitor/checkpoint/checkpoints.js';
import type { Counted } from '../../../src/monitor/checkpoint/checkpoints.js';
import type { Checkpoint } from '../../../src/monitor/checkpoint/checkpoint.js';
import type { Stats } from '../../../src/monitor/stats/stats.js';
import type { WatchState } from '../../../src/monitor/alerts/rule-watch.js';
import type { Watched } from '../../../src/monitor/alerts/evaluate-rules.js';
import type { Chunk, Files, Position, SourceEvent } from '../../../src/source/source-event.js';
import { plainCheckpoint } from '../../support/checkpoint.js';
import { hitOf, hitsOf, digestOf, plainDigest } from '../../support/digest.js';
import { runMarbles } from '../../support/marbles.js';

const RULE: AlertRule = { rule: 'traffic', threshold: 2, windowSeconds: 3 };

const triggered: Alert = { type: 'alert', state: 'triggered', rule: RULE, at: 1000, hits: 7, average: 7 / 3 };

const watchOf = (end: number, counts: WatchState['window']['counts'] = []): WatchState => ({
  rule: RULE,
  window: { end, counts },
  triggered: undefined,
});

/** A look at a second that found these counts. */
const look = (second: number, counts: WatchState['window']['counts'] = [], raised: readonly Alert[] = []): Watched => ({
  at: second * 1000,
  raised,
  levels: [],
  watches: () => [watchOf(second, counts)],
});

const statsOf = (from: number, to: number, digest: Digest): Stats => ({
  type: 'stats',
  from,
  to,
  digest,
  previous: undefined,
  previousLength: 0,
});

const positionOf = (file: string, offset: number): Position => ({
  file,
  offset,
  isSkipping: false,
  head: { length: 4, crc: 99 },
});

const chunkOf = (source: string, position?: Position): Chunk => ({
  kind: 'chunk',
  source,
  bytes: new Uint8Array(),
  overlong: 0,
  ...(position && { position }),
});

const filesOf = (source: string, ...positions: Position[]): Files => ({
  kind: 'files',
  source,
  positions,
  known: [{ file: '1:9', head: { length: 2, crc: 5 } }],
});

const digests: Readonly<Record<string, Digest>> = { a: hitsOf(1), b: hitsOf(2), c: hitsOf(4) };

/** Streams of which those that are not given never give anything. */
const counted = (given: Partial<Counted>): Counted => ({
  events$: NEVER,
  digests$: NEVER,
  stats$: NEVER,
  watched$: NEVER,
  ...given,
});

/** What most scenarios look at. */
interface Seen {
  readonly at: number;
  readonly open: number;
  readonly run: number;
  readonly windows: readonly (readonly (readonly [second: number, hits: number])[])[];
}

const seen = map(({ at, interval, run, watches }: Checkpoint): Seen => ({
  at,
  open: interval.digest.hits,
  run: run.digest.hits,
  windows: watches.map(({ window }) => window.counts),
}));

const seenAt = (at: number, open: number, run = 0, counts: WatchState['window']['counts'] = []): Seen => ({
  at,
  open,
  run,
  windows: [counts],
});

/** The last value of a stream, once it has ended. */
function lastOf<T>(make: (helpers: Parameters<Parameters<typeof runMarbles>[0]>[0]) => Observable<T>): T {
  const values: T[] = [];
  runMarbles((helpers) => {
    make(helpers).subscribe((value) => values.push(value));
    helpers.flush();
  });
  return values.at(-1) as T;
}

describe('checkpoints', () => {
  it('gives one at each look, with what has been counted so far', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const digests$ = hot('a 100ms b 1s  c', digests);
      const watched$ = hot('999ms x 999ms y', { x: look(1, [[0, 3]]), y: look(2, [[0, 3]]) });
      const expected = '    999ms p 999ms q';
      const values = { p: seenAt(999, 3, 0, [[0, 3]]), q: seenAt(1999, 7, 0, [[0, 3]]) };

      const given$ = checkpoints(counted({ digests$, watched$ }), undefined, clock).pipe(seen);
      // The third digest comes at 1102 ms.
      expectObservable(given$, '^ 2s !').toBe(expected, values);
    });
  });

  it('gives the first one with the first look, though nothing has come', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const stats$ = hot('  500ms s      ', { s: statsOf(0, 500, hitsOf(0)) });
      const watched$ = hot('1s    x 999ms y', { x: look(1), y: look(2) });
      const expected = '    1s    p      ';

      expectObservable(checkpoints(counted({ stats$, watched$ }), undefined, clock).pipe(seen)).toBe(expected, {
        p: seenAt(1000, 0),
      });
    });
  });

  it('gives none at a look after which all is as before', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const digests$ = hot('            1500ms a                ', digests);
      const events$ = hot<SourceEvent>('3500ms f                ', { f: filesOf('a.log') });
      const watched$ = hot(' 1s x 999ms y 999ms z 999ms u 999ms v', {
        x: look(1),
        y: look(2, [[1, 1]]),
        z: look(3, [[1, 1]]),
        u: look(4, [[1, 1]]),
        v: look(5),
      });
      const expected = '     1s p 999ms q 1999ms      r      ';
      const values = {
        p: seenAt(1000, 0),
        q: seenAt(2000, 1, 0, [[1, 1]]),
        r: seenAt(4000, 1, 0, [[1, 1]]),
      };

      expectObservable(checkpoints(counted({ events$, digests$, watched$ }), undefined, clock).pipe(seen)).toBe(
        expected,
        values,
      );
    });
  });

  it('gives one at a look that raised an alert', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const watched$ = hot('1s x 999ms y', { x: look(1), y: look(2, [], [triggered]) });
      const expected = '    1s p 999ms q';

      expectObservable(checkpoints(counted({ watched$ }), undefined, clock).pipe(seen)).toBe(expected, {
        p: seenAt(1000, 0),
        q: seenAt(2000, 0),
      });
    });
  });

  it('gives one at each end of an interval, which is closed', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const digests$ = hot('a         1600ms  b         ', digests);
      const watched$ = hot('1s x                999ms y ', { x: look(1, [[0, 1]]), y: look(2, [[0, 1]]) });
      const stats$ = hot('  1500ms s 1s               t ', {
        s: statsOf(0, 1500, hitsOf(1)),
        t: statsOf(1500, 2501, hitsOf(2)),
      });
      const values = {
        p: seenAt(1000, 1, 0, [[0, 1]]),
        q: seenAt(1500, 0, 1, [[0, 1]]),
        r: seenAt(2000, 2, 1, [[0, 1]]),
        s: seenAt(2501, 0, 3, [[0, 1]]),
      };
      const expected = '    1s p 499ms q 499ms r 500ms s';

      expectObservable(checkpoints(counted({ digests$, stats$, watched$ }), undefined, clock).pipe(seen)).toBe(
        expected,
        values,
      );
    });
  });

  it('adds hits that no look has seen yet to the windows at the end of an interval', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const digests$ = hot('a 1100ms b            c ', digests);
      const watched$ = hot('1s x            1s y    ', { x: look(1, [[0, 1]]), y: look(2, [[1, 2]]) });
      const stats$ = hot('  1500ms        s       ', { s: statsOf(0, 1500, hitsOf(3)) });
      const expected = '    1s p 499ms    q        ';
      const values = {
        p: seenAt(1000, 1, 0, [[0, 1]]),
        q: seenAt(1500, 0, 3, [
          [0, 1],
          [1, 6],
        ]),
      };

      expectObservable(checkpoints(counted({ digests$, stats$, watched$ }), undefined, clock).pipe(seen)).toBe(
        expected,
        values,
      );
    });
  });

  it('says when, and since when', () => {
    const { at, interval, run } = lastOf(({ hot, clock }) =>
      checkpoints(
        counted({
          stats$: hot('1500ms     s', { s: statsOf(0, 1500, hitsOf(1)) }),
          watched$: hot('1s  x 999ms y', { x: look(1), y: look(2, [], [triggered]) }),
        }),
        undefined,
        clock,
      ),
    );
    expect({ at, from: interval.from, length: interval.previousLength, runFrom: run.from }).toEqual({
      at: 2000,
      from: 1500,
      length: 1500,
      runFrom: 0,
    });
    expect(interval.previous?.hits).toBe(1);
  });

  it('keeps no timeline of the run, which would grow without end', () => {
    const { run, interval } = lastOf(({ hot, clock }) =>
      checkpoints(
        counted({
          digests$: hot('a', digests),
          stats$: hot(' 1500ms  s t', { s: statsOf(0, 1500, hitsOf(3)), t: statsOf(1500, 1501, hitsOf(1)) }),
          watched$: hot('1s x', { x: look(1) }),
        }),
        undefined,
        clock,
      ),
    );
    const { timeline, ...rest } = plainDigest(run.digest);
    expect(timeline).toEqual([]);
    expect(rest).toEqual({ ...plainDigest(hitsOf(4)), timeline: undefined });
    expect(interval.previous?.timeline.size).toBe(1);
  });

  describe('of sources', () => {
    const sourcesAfter = (events: readonly SourceEvent[], resume?: Checkpoint) =>
      lastOf(({ hot, cold, clock }) =>
        checkpoints(
          counted({
            events$: cold(`(${[...events.keys()].map((i) => String.fromCharCode(97 + i)).join('')})`, {
              ...Object.fromEntries(events.map((event, i) => [String.fromCharCode(97 + i), event])),
            }),
            watched$: hot('1s x', { x: look(1) }),
          }),
          resume,
          clock,
        ),
      ).sources;

    it('moves the position of a chunk’s file on, and leaves the others where they are, in their order', () => {
      const [old, now] = [positionOf('1:1', 10), positionOf('1:2', 20)];
      const moved = { ...old, offset: 15, isSkipping: true };
      const sources = sourcesAfter([
        filesOf('a.log', old, now),
        filesOf('b.log', positionOf('1:1', 5)),
        chunkOf('a.log', moved),
      ]);
      expect([...sources]).toEqual([
        ['a.log', { positions: [moved, now], known: filesOf('a.log').known }],
        ['b.log', { positions: [positionOf('1:1', 5)], known: filesOf('a.log').known }],
      ]);
    });

    it('takes the files of a source whenever they change', () => {
      const sources = sourcesAfter([
        filesOf('a.log', positionOf('1:1', 10)),
        chunkOf('a.log', positionOf('1:1', 15)),
        { kind: 'files', source: 'a.log', positions: [positionOf('1:2', 0)], known: [] },
      ]);
      expect([...sources]).toEqual([['a.log', { positions: [positionOf('1:2', 0)], known: [] }]]);
    });

    it('notes the position of a file of which it was not told', () => {
      const sources = sourcesAfter([
        chunkOf('a.log', positionOf('1:1', 15)),
        chunkOf('a.log', positionOf('1:2', 7)),
        chunkOf('a.log', positionOf('1:1', 25)),
      ]);
      expect([...sources]).toEqual([
        ['a.log', { positions: [positionOf('1:1', 25), positionOf('1:2', 7)], known: [] }],
      ]);
    });

    it('has none of a source in which there is no going back', () => {
      const sources = sourcesAfter([
        chunkOf('-'),
        { kind: 'notice', source: '-', text: 'is quiet' },
        { kind: 'caught up', source: '-' },
      ]);
      expect(sources.size).toBe(0);
    });

    it('keeps the progress of a source that was resumed but has not come', () => {
      const sources = new Map([['b.log', { positions: [positionOf('1:3', 3)], known: [] }]]);
      const after = sourcesAfter([chunkOf('a.log', positionOf('1:1', 15))], { ...resumed, sources });
      expect([...after.keys()]).toEqual(['b.log', 'a.log']);
      expect([...sources.keys()]).toEqual(['b.log']);
    });
  });

  const resumed: Checkpoint = {
    at: -5000,
    sources: new Map(),
    interval: { from: -7000, digest: hitsOf(8), previous: hitsOf(16), previousLength: 9000 },
    run: { from: -90_000, digest: hitsOf(32) },
    watches: [watchOf(-5, [[-6, 8]])],
  };

  it('goes on from a checkpoint, which stays as it is', () => {
    const before = plainCheckpoint(resumed);
    const given: Checkpoint[] = [];
    runMarbles(({ hot, flush, clock }) => {
      checkpoints(
        counted({
          digests$: hot('a', digests),
          watched$: hot('1s  x', { x: look(1, [[0, 1]]) }),
          stats$: hot('  1s 1s s', { s: statsOf(-7000, 2000, hitsOf(9)) }),
        }),
        resumed,
        clock,
      ).subscribe((one) => given.push(one));
      flush();
    });
    expect(given.map(({ interval, run }) => ({ ...interval, run }))).toMatchObject([
      {
        from: -7000,
        digest: { hits: 9 },
        previous: { hits: 16 },
        previousLength: 9000,
        run: { from: -90_000, digest: { hits: 32 } },
      },
      {
        from: 2000,
        digest: { hits: 0 },
        previous: { hits: 9 },
        previousLength: 9000,
        run: { from: -90_000, digest: { hits: 41 } },
      },
    ]);
    expect(plainCheckpoint(resumed)).toEqual(before);
  });

  it('begins the interval now when the clock was set back behind its beginning', () => {
    const { interval } = lastOf(({ hot, clock }) =>
      checkpoints(
        counted({ watched$: hot('1s x', { x: look(1) }) }),
        { ...resumed, interval: { ...resumed.interval, from: 60_000 } },
        clock,
      ),
    );
    expect(interval.from).toBe(0);
  });

  it('gives what does not change any more, whatever comes', () => {
    const given: Checkpoint[] = [];
    const asGiven: unknown[] = [];
    const source = digestOf([hitOf({ path: '/a' })]);
    runMarbles(({ hot, flush, clock }) => {
      const positions = { p: positionOf('1:1', 1), q: positionOf('1:1', 2) };
      const chunks = map((position: Position): SourceEvent => chunkOf('a.log', position));
      checkpoints(
        {
          events$: hot('p 300ms q 300ms '.repeat(6), positions).pipe(chunks),
          digests$: hot('a 300ms '.repeat(12), { a: source }),
          stats$: hot('   1100ms  s 1s t', { s: statsOf(0, 1100, hitsOf(4)), t: statsOf(1100, 2101, hitsOf(1)) }),
          watched$: hot(' 500ms x 1s y 1s z 1s x', { x: look(1), y: look(2), z: look(3) }),
        },
        undefined,
        clock,
      ).subscribe((one) => {
        given.push(one);
        asGiven.push(plainCheckpoint(one));
      });
      flush();
    });
    expect(given).toHaveLength(6);
    expect(given.map(plainCheckpoint)).toEqual(asGiven);
    expect(plainDigest(source)).toEqual(plainDigest(digestOf([hitOf({ path: '/a' })])));
  });

  describe('as an operator', () => {
    it('gives none of streams that never give anything', () => {
      runMarbles(({ cold, expectObservable, expectSubscriptions, clock }) => {
        const digests$ = cold<Digest>('-');
        const watched$ = cold<Watched>('-');
        const subs = '^ 3s !';

        expectObservable(checkpoints(counted({ digests$, watched$ }), undefined, clock), subs).toBe('-');
        expectSubscriptions(digests$.subscriptions).toBe(subs);
        expectSubscriptions(watched$.subscriptions).toBe(subs);
      });
    });

    it('completes with the last of its streams', () => {
      runMarbles(({ cold, expectObservable, clock }) => {
        const streams = {
          events$: cold<SourceEvent>('     |'),
          digests$: cold<Digest>('         --|'),
          stats$: cold<Stats>('            ---|'),
          watched$: cold<Watched>('        ----|'),
        };

        expectObservable(checkpoints(streams, undefined, clock)).toBe('----|');
      });
    });

    it.each(['events$', 'digests$', 'stats$', 'watched$'] as const)('passes an error of %s on', (name) => {
      runMarbles(({ cold, hot, expectObservable, expectSubscriptions, clock }) => {
        const watched$ = hot('1s x 2s |', { x: look(1) });
        const subs = '        ^ 1499ms !';
        const streams = {
          ...counted({ watched$ }),
          [name]: cold(name === 'watched$' ? '1s x 499ms #' : '1500ms #', { x: look(1) }),
        };

        const given$ = checkpoints(streams, undefined, clock).pipe(seen);
        expectObservable(given$).toBe('1s x 499ms #', { x: seenAt(1000, 0) });
        if (name !== 'watched$') expectSubscriptions(watched$.subscriptions).toBe(subs);
      });
    });

    it('leaves its streams, and no timer behind, when it is unsubscribed', () => {
      runMarbles(({ hot, cold, expectObservable, expectSubscriptions, clock }) => {
        const streams = {
          events$: cold<SourceEvent>('-'),
          digests$: cold<Digest>('-'),
          stats$: cold<Stats>('-'),
          watched$: hot('1s x 999ms y', { x: look(1), y: look(2, [], [triggered]) }),
        };
        const subs = '^ 1500ms !';

        expectObservable(checkpoints(streams, undefined, clock).pipe(seen), subs).toBe('1s x', { x: seenAt(1000, 0) });
        for (const { subscriptions } of Object.values(streams)) expectSubscriptions(subscriptions).toBe(subs);
        clock.schedule(() => {
          // One marble is still to come.
          expect(clock.actions.filter(({ closed }) => !closed)).toHaveLength(1);
        }, 1700);
      });
    });

    it('begins anew for each subscriber', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const digests$ = hot('a 1200ms b', digests).pipe(share());
        const watched$ = hot('1s x 999ms y', { x: look(1), y: look(2) });
        const given$ = checkpoints(
          counted({ digests$, watched$ }),
          { ...resumed, run: { from: 0, digest: emptyDigest() } },
          clock,
        ).pipe(seen);

        expectObservable(given$).toBe('             1s p 999ms q', { p: seenAt(1000, 9), q: seenAt(2000, 11) });
        expectObservable(given$, '1100ms ^').toBe('2s q', { q: seenAt(2000, 10) });
      });
    });
  });
});
