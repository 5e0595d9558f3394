import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { filter, from, map, share, Subject, Subscription, switchMap, tap } from 'rxjs';
import type { Observable, SchedulerAction, SchedulerLike } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { emptyDigest, merge } from '../../../src/digest/digest.js';
import { combined, common } from '../../../src/format/known/common.js';
import { parseFilter } from '../../../src/format/filter/filter.js';
import type { Filter } from '../../../src/format/filter/filter.js';
import { decode, isBatch } from '../../../src/monitor/decode/decode.js';
import type { Batch } from '../../../src/monitor/decode/decode.js';
import { filtered } from '../../../src/monitor/decode/filter-chunks.js';
import { knownLayouts } from '../../../src/monitor/decode/known-layouts.js';
import { recentChunks } from '../../../src/monitor/decode/recent-chunks.js';
import type { Recent } from '../../../src/monitor/decode/recent-chunks.js';
import type { Chunk, SourceEvent } from '../../../src/source/source-event.js';
import { digests } from '../../support/batches.js';
import { plainDigest } from '../../support/digest.js';
import { bytesOf, combinedLine, commonLine } from '../../support/log.js';
import { lateBy, runMarbles } from '../../support/marbles.js';

function filterOf(text: string): Filter {
  const filter = parseFilter(text);
  if ('fault' in filter) throw new Error(filter.fault);
  return filter;
}

const chunkOf = (text: string, source = 'a.log', overlong = 0): Chunk => ({
  kind: 'chunk',
  source,
  bytes: bytesOf(text),
  overlong,
});

/** Lines of a host each, one of which has failed. */
const linesOf = (host: string): string =>
  `${combinedLine({ host })}\n${combinedLine({ host, status: '503' })}\n${combinedLine({ host, status: '404' })}\n`;

const letters = ['a', 'b', 'c', 'd', 'e'];
const notice: SourceEvent = { kind: 'notice', source: 'a.log', text: 'rotated' };
const chunks: Record<string, Chunk> = Object.fromEntries(letters.map((host) => [host, chunkOf(linesOf(host))]));
const values: Record<string, SourceEvent> = { ...chunks, n: notice };
const recentOf = (letter: string, second: number): Recent => ({
  at: second * 1000,
  chunk: chunks[letter] ?? chunkOf(''),
});

/** The hosts, hits and second of a digest: `a1@0`. */
const shown = map(({ at, digest }: Batch) => {
  const hosts = digest.tables.hosts.rows().map(({ key }) => key);
  return `${hosts.join('')}${digest.hits}@${Math.floor(at / 1000)}`;
});

const failed = filterOf('status:5xx');

describe('filtered', () => {
  it('gives of each chunk the digest of the hits that fit, in the second in which it comes', () => {
    runMarbles(({ hot, expectObservable, expectSubscriptions, clock }) => {
      const events = hot('  a 999ms bn 1997ms c-|', values);
      const subs = '        ^ 999ms -- 1997ms --!';
      const expected = '    x 999ms y- 1997ms z-|';

      const hits = { x: 'a1@0', y: 'b1@1', z: 'c1@2' };
      expectObservable(events.pipe(filtered(failed, 'auto', [], clock), shown)).toBe(expected, hits);
      expectSubscriptions(events.subscriptions).toBe(subs);
    });
  });

  it('gives the digests of recent chunks first, with the second in which they came', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const recent = [recentOf('a', -3), recentOf('b', -3), recentOf('c', -1)];
      const events = hot('  --------d-|', values);
      const expected = '    (xyz)---w-|';

      const hits = { x: 'a1@-3', y: 'b1@-3', z: 'c1@-1', w: 'd1@0' };
      expectObservable(events.pipe(filtered(failed, combined, recent, clock), shown)).toBe(expected, hits);
    });
  });

  it('gives an error and the end of its source', () => {
    runMarbles(({ hot, cold, expectObservable, clock }) => {
      expectObservable(hot('a-#', values).pipe(filtered(failed, 'auto', [], clock), shown)).toBe('x-#', { x: 'a1@0' });
      expectObservable(cold('|', values).pipe(filtered(failed, 'auto', [], clock))).toBe('|');
      expectObservable(cold('-', values).pipe(filtered(failed, 'auto', [], clock))).toBe('-');
      const recent = [recentOf('b', 0)];
      expectObservable(cold('|', values).pipe(filtered(failed, 'auto', recent, clock), shown)).toBe('(x|)', {
        x: 'b1@0',
      });
    });
  });

  it('leaves its source, and folds nothing more, when it is unsubscribed', () => {
    runMarbles(({ hot, expectObservable, expectSubscriptions, clock }) => {
      const events = hot('  -a-b-', values);
      const subs = '        ^-!';
      const expected = '    -x-';

      expectObservable(events.pipe(filtered(failed, 'auto', [], clock), shown), subs).toBe(expected, { x: 'a1@0' });
      expectSubscriptions(events.subscriptions).toBe(subs);
    });
  });

  it('keeps what it knows for each subscriber apart', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const operator = filtered(filterOf('agent:curl'), 'auto', [recentOf('a', 0)], clock);
      const events = hot('  --b|', values);
      const expected = '    x-y|';

      expectObservable(events.pipe(operator, shown)).toBe(expected, { x: 'a3@0', y: 'b3@0' });
      expectObservable(events.pipe(operator, shown)).toBe(expected, { x: 'a3@0', y: 'b3@0' });
    });
  });

  it('gives what decode gives when the filter asks for nothing', () => {
    const events = [chunkOf(linesOf('a') + 'x\n', 'a.log', 2), notice, chunkOf(`${commonLine()}\n`, 'b.log')];
    const [plain, all]: [unknown[], unknown[]] = [[], []];
    from(events)
      .pipe(decode(), digests, map(plainDigest))
      .subscribe((digest) => plain.push(digest));
    from(events)
      .pipe(
        filtered(filterOf(' '), 'auto', [], new TestScheduler(() => true)),
        map(({ digest }) => plainDigest(digest)),
      )
      .subscribe((digest) => all.push(digest));
    expect(all).toEqual(plain);
    expect(plain).toHaveLength(2);
  });

  it('counts neither unparsed lines nor those that were too long to be kept when it asks for a field', () => {
    const events = [chunkOf(`${linesOf('a')}x\n`, 'a.log', 2)];
    const seen: unknown[] = [];
    from(events)
      .pipe(filtered(failed, 'auto', [], new TestScheduler(() => true)))
      .subscribe(({ digest: { hits, unparsed, sample } }) => seen.push([hits, unparsed, sample]));
    expect(seen).toEqual([[1, 0, undefined]]);
  });

  describe('with recent chunks', () => {
    /** A clock whose turns are taken by hand. */
    class Turns implements SchedulerLike {
      private readonly works: (() => void)[] = [];
      readonly delays: number[] = [];

      get waiting(): number {
        return this.works.length;
      }

      now(): number {
        return 7000;
      }

      schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delay = 0, state?: T): Subscription {
        const action = new Subscription();
        this.delays.push(delay);
        this.works.push(() => {
          if (!action.closed) work.call(action as SchedulerAction<T>, state);
        });
        return action;
      }

      take(): void {
        this.works.shift()?.();
      }
    }

    const big = (host: string, bytes: number): Chunk => {
      const lines = linesOf(host);
      return chunkOf(lines.repeat(Math.ceil(bytes / lines.length)));
    };

    it('folds at most some 4 MB in a turn, and keeps what comes meanwhile in its place', () => {
      const clock = new Turns();
      const recent = ['a', 'b', 'c', 'd', 'e'].map((host, i) => ({ at: i * 1000, chunk: big(host, 1_700_000) }));
      const seen: string[] = [];
      const events = new Subject<SourceEvent>();
      events
        .pipe(
          filtered(failed, 'auto', recent, clock),
          map(({ at, digest }) => `${digest.tables.hosts.rows()[0]?.key}${at / 1000}`),
        )
        .subscribe((text) => seen.push(text));
      expect(seen.splice(0)).toEqual([]);
      clock.take();
      expect(seen.splice(0)).toEqual(['a0', 'b1']);
      events.next(chunkOf(linesOf('x')));
      expect(seen).toEqual([]);
      clock.take();
      expect(seen.splice(0)).toEqual(['c2', 'd3']);
      events.next(chunkOf(linesOf('y')));
      clock.take();
      expect(seen.splice(0)).toEqual(['e4', 'x7', 'y7']);
      expect(clock.waiting).toBe(0);
      events.next(chunkOf(linesOf('z')));
      expect(seen).toEqual(['z7']);
      expect(clock.delays).toEqual([0, 0, 0]);
    });

    it('folds what takes long one chunk in a turn, as long as the filter holds', () => {
      runMarbles(({ hot, expectObservable, expectSubscriptions, clock }) => {
        // Each look at the time takes 20 ms, and the next turn comes 1 ms later.
        let taken = 0;
        const later = lateBy(clock, 1);
        const slow: SchedulerLike = {
          now: () => clock.now() + (taken += 20),
          schedule: later.schedule.bind(later),
        };
        const recent = ['a', 'b', 'c', 'd'].map((host, i) => recentOf(host, i - 9));
        const filters = hot(' f---g----|', { f: failed, g: filterOf('status:404') });
        const events = hot('  ----------------|', values);
        const subs = ['                   ^---!', '                   ----^-----------!'];
        const expected = '    -abc-xyzw-------|';

        const hits = {
          ...{ a: 'a1@-9', b: 'b1@-8', c: 'c1@-7' },
          ...{ x: 'a1@-9', y: 'b1@-8', z: 'c1@-7', w: 'd1@-6' },
        };
        const shown$ = filters.pipe(
          switchMap((filter) => events.pipe(filtered(filter, combined, recent, slow), shown)),
        );
        expectObservable(shown$).toBe(expected, hits);
        expectSubscriptions(events.subscriptions).toBe(subs);
      });
    });

    it('folds the oldest at once where more comes than it can fold, and loses none', () => {
      const clock = new Turns();
      const chunk = big('a', 900_000);
      const recent: Recent[] = Array.from({ length: 3 }, (_, i) => ({ at: i * 1000, chunk }));
      const events = new Subject<SourceEvent>();
      const seen: number[] = [];
      events
        .pipe(filtered(failed, combined, recent, clock))
        .subscribe(({ at, digest }) => seen.push(at / 1000, digest.hits));
      for (let i = 0; i < 100; i++) events.next(chunk);
      const early = seen.length / 2;
      expect(early).toBeGreaterThan(20);
      expect(early).toBeLessThan(40);
      while (clock.waiting > 0) clock.take();
      const hits = chunk.bytes.length / bytesOf(linesOf('a')).length;
      expect(seen).toEqual([0, 1, 2, ...Array.from({ length: 100 }, () => 7)].flatMap((second) => [second, hits]));
    });

    it('folds a chunk that is larger than a slice by itself', () => {
      const clock = new Turns();
      const recent = ['a', 'b'].map((host, i) => ({ at: i * 1000, chunk: big(host, 5_000_000) }));
      const seen: string[] = [];
      new Subject<SourceEvent>()
        .pipe(filtered(failed, combined, recent, clock), shown)
        .subscribe((text) => seen.push(text.slice(0, 1)));
      clock.take();
      expect(seen).toEqual(['a']);
      clock.take();
      expect(seen).toEqual(['a', 'b']);
    });

    it('folds nothing before its first turn, and nothing more once it is unsubscribed', () => {
      const clock = new Turns();
      const recent = ['a', 'b', 'c'].map((host, i) => ({ at: i * 1000, chunk: big(host, 3_000_000) }));
      const seen: string[] = [];
      const events = new Subject<SourceEvent>();
      const subscription = events
        .pipe(filtered(failed, combined, recent, clock), shown)
        .subscribe((text) => seen.push(text));
      clock.take();
      expect(seen).toHaveLength(1);
      subscription.unsubscribe();
      while (clock.waiting > 0) clock.take();
      expect(seen).toHaveLength(1);
      expect(events.observed).toBe(false);
    });
  });

  describe('in a switchMap, behind recentChunks', () => {
    const options = { seconds: 60, maxBytes: 1e9 };

    /** What is shown of the events whenever the filter changes, as the program will use it. */
    const showing = (
      events$: Observable<SourceEvent>,
      filter$: Observable<Filter>,
      clock: SchedulerLike,
    ): Observable<Batch> =>
      events$.pipe(
        recentChunks(options, clock),
        switchMap((recent) =>
          filter$.pipe(switchMap((filter) => events$.pipe(filtered(filter, 'auto', recent.chunks(), clock)))),
        ),
      );

    it('shows at once what came before, and goes on with what comes', () => {
      runMarbles(({ hot, expectObservable, clock }) => {
        const events = hot(' a 1999ms b-----c---------d', values);
        const filters = hot('- 1999ms --f-------g------', { f: failed, g: filterOf('status:404 !host:a') });
        const expected = '   - 1999ms --(xy)z---(uvw)-t';

        const hits = { x: 'a1@0', y: 'b1@2', z: 'c1@2', u: '0@0', v: 'b1@2', w: 'c1@2', t: 'd1@2' };
        expectObservable(showing(events.pipe(share()), filters, clock).pipe(shown)).toBe(expected, hits);
      });
    });

    it('loses no chunk at the seam and gives none twice, whenever the filter comes', () => {
      const anyStep = fc.constantFrom<'chunk' | 'filter' | 'turn' | 'chunk that brings a filter'>(
        'chunk',
        'filter',
        'turn',
        'chunk that brings a filter',
      );
      fc.assert(
        fc.property(fc.array(anyStep, { maxLength: 30 }), (steps) => {
          const clock = new TestScheduler(() => true);
          const [events, filters] = [new Subject<SourceEvent>(), new Subject<Filter>()];
          let count = 0;
          let total = emptyDigest();
          let brings = false;
          // Whoever subscribes first may bring a filter in the midst of a chunk.
          const shared$ = events.pipe(share());
          showing(shared$, filters.pipe(tap(() => (total = emptyDigest()))), clock).subscribe(({ digest }) => {
            total = merge(total, digest);
          });
          shared$.subscribe(() => {
            if (brings) filters.next(failed);
          });
          filters.next(failed);
          for (const step of steps) {
            if (step === 'turn') clock.flush();
            else if (step === 'filter') filters.next(failed);
            else {
              brings = step !== 'chunk';
              events.next(chunkOf(linesOf(`h${count++}`)));
            }
          }
          clock.flush();
          const hosts = total.tables.hosts.rows().map(({ key, hits }) => `${key} ${hits}`);
          expect(hosts.sort()).toEqual(Array.from({ length: count }, (_, i) => `h${i} 1`).sort());
        }),
      );
    });
  });

  describe('with a format', () => {
    const agents = (events: readonly SourceEvent[], format: Parameters<typeof filtered>[1]): string[] => {
      const seen: string[] = [];
      from(events)
        .pipe(filtered(filterOf('status:2xx'), format, [], new TestScheduler(() => true)))
        .subscribe(({ digest }) =>
          seen.push(
            digest.tables.agents
              .rows()
              .map(({ key }) => key)
              .join(''),
          ),
        );
      return seen;
    };
    const [COMMON, COMBINED] = [`${commonLine()}\n`, `${combinedLine()}\n`];

    it('reads each source by the layout of its first lines, whether or not they fit the filter', () => {
      const first = chunkOf(`${commonLine({ status: '404' })}\n`);
      expect(agents([first, chunkOf(COMBINED), chunkOf(COMBINED, 'b.log')], 'auto')).toEqual(['', '-', 'curl/8.0']);
      expect(agents([chunkOf(COMBINED)], common)).toEqual(['-']);
    });

    it('reads a source by the layout that is known, and the others by what it finds', () => {
      const known = new Map([['a.log', common]]);
      expect(agents([chunkOf(COMBINED), chunkOf(COMBINED, 'b.log')], known)).toEqual(['-', 'curl/8.0']);
      expect(agents([chunkOf(COMMON, 'b.log')], new Map([['b.log', combined]]))).toEqual(['-']);
    });

    it('finds the layouts that decode finds, whatever the filter is', () => {
      const texts = [
        COMMON,
        COMBINED,
        'x\n',
        `${COMMON}x\n`,
        COMBINED.repeat(9) + COMMON,
        COMMON.repeat(9) + COMBINED,
        '',
      ];
      const anyChunks = fc.array(
        fc.record({ text: fc.constantFrom(...texts), source: fc.constantFrom('a.log', 'b.log') }),
        { maxLength: 8 },
      );
      const anyFilter = fc.constantFrom('', 'status:2xx', 'status:404', 'curl', 'x', '!x', 'host:10.');
      fc.assert(
        fc.property(anyChunks, anyFilter, fc.nat(8), (some, text, begin) => {
          const events = some.map(({ text, source }) => chunkOf(text, source));
          let known: Parameters<typeof filtered>[1] = new Map();
          from(events.slice(0, begin))
            .pipe(decode(), knownLayouts())
            .subscribe((found) => (known = found));
          const layouts: unknown[] = [];
          from(events)
            .pipe(decode(), filter(isBatch))
            .subscribe(({ layout }) => layouts.push(layout));
          // Each chunk is folded alone by the layouts that were found for it, and must come to the same.
          const seen: unknown[] = [];
          const wanted = filterOf(text);
          from(events.slice(begin))
            .pipe(filtered(wanted, known, [], new TestScheduler(() => true)))
            .subscribe(({ digest }) => seen.push(plainDigest(digest)));
          const expected = events.slice(begin).map((event, i) => {
            let alone: unknown;
            const layout = layouts[begin + i] ?? common;
            from([event])
              .pipe(filtered(wanted, layout as typeof common, [], new TestScheduler(() => true)))
              .subscribe(({ digest }) => (alone = plainDigest(digest)));
            return alone;
          });
          expect(seen).toEqual(expected);
        }),
        { numRuns: 40 },
      );
    });
  });
});
