import { describe, expect, it } from '@jest/globals';
import { defer, map, of } from 'rxjs';
import { combined, common } from '../../../src/format/known/common.js';
import { json } from '../../../src/format/known/json.js';
import { sourceStates } from '../../../src/monitor/sources/source-states.js';
import type { SourceState } from '../../../src/monitor/sources/source-states.js';
import type { Layout } from '../../../src/format/layout.js';
import type { Decoded } from '../../../src/monitor/decode/decode.js';
import type { Files } from '../../../src/source/source-event.js';
import { batchOf } from '../../support/batches.js';
import { runMarbles } from '../../support/marbles.js';

const positionOf = (file: string, offset: number) => ({ file, offset, isSkipping: false, head: { length: 0, crc: 0 } });

/** A batch that leaves so many bytes of its file. */
const leaving = (source: string, lag: number, layout?: Layout): Decoded =>
  batchOf({ source, position: positionOf('1.1', 100), lag, layout });
const files = (source: string, given: Partial<Files> = {}): Decoded => ({
  kind: 'files',
  source,
  positions: [positionOf('1.1', 100)],
  known: [],
  ...given,
});
const waiting = { isWaiting: true, positions: [] } as const;

const EVENTS: Readonly<Record<string, Decoded>> = {
  f: files('a.log'),
  w: files('a.log', waiting),
  c: { kind: 'caught up', source: 'a.log' },
  n: { kind: 'notice', source: 'a.log', text: 'is gone; waiting for it to come back' },
  l: leaving('a.log', 500),
  d: leaving('a.log', 0),
  g: files('b.log'),
  m: leaving('b.log', 7),
  s: { kind: 'caught up', source: '-' },
  p: leaving('a.log', 0, combined),
  q: leaving('b.log', 0, common),
  j: leaving('a.log', 0, json),
  x: files('c.log'),
};

const stateOf = (source: string, state: SourceState['state'], given: Partial<SourceState> = {}): SourceState => ({
  source,
  state,
  lag: 0,
  format: undefined,
  ...given,
});
const opening = stateOf('a.log', 'opening');
const following = stateOf('a.log', 'following');
const awaited = stateOf('a.log', 'waiting');

describe('sourceStates', () => {
  it('tells that a source is being opened, is followed, is waited for and is back', () => {
    runMarbles(({ hot, expectObservable, expectSubscriptions }) => {
      const events = hot('-f-w-f-|', EVENTS);
      const subs = '      ^------!';
      const expected = '  of-w-f-|';

      expectObservable(events.pipe(sourceStates(['a.log']))).toBe(expected, {
        o: [opening],
        f: [following],
        w: [awaited],
      });
      expectSubscriptions(events.subscriptions).toBe(subs);
    });
  });

  it('takes a stream for followed when it is caught up', () => {
    runMarbles(({ hot, expectObservable }) => {
      const events = hot('-s--|', EVENTS);
      const expected = '  os--|';

      expectObservable(events.pipe(sourceStates(['-']))).toBe(expected, {
        o: [stateOf('-', 'opening')],
        s: [stateOf('-', 'following')],
      });
    });
  });

  it('takes a file that is not there, of which there is nothing to catch up with, for waited for', () => {
    runMarbles(({ hot, expectObservable }) => {
      const events = hot('-(nwc)-', EVENTS);
      const expected = '  ow-----';

      expectObservable(events.pipe(sourceStates(['a.log']))).toBe(expected, { o: [opening], w: [awaited] });
    });
  });

  it('tells how much of each source is left to read', () => {
    runMarbles(({ hot, expectObservable }) => {
      const events = hot('-fglmd|', EVENTS);
      const expected = '  ofglmd|';
      const other = stateOf('b.log', 'opening');
      const both = { ...other, state: 'following' } as const;

      expectObservable(events.pipe(sourceStates(['a.log', 'b.log']))).toBe(expected, {
        o: [opening, other],
        f: [following, other],
        g: [following, both],
        l: [{ ...following, lag: 500 }, both],
        m: [
          { ...following, lag: 500 },
          { ...both, lag: 7 },
        ],
        d: [following, { ...both, lag: 7 }],
      });
    });
  });

  it('sums up the files of one source, and forgets those that are read no more', () => {
    runMarbles(({ hot, expectObservable }) => {
      const second = batchOf({ position: positionOf('2.1', 10), lag: 30 });
      const fresh = files('a.log', { positions: [positionOf('2.1', 10)] });
      const events = hot('-flbv|', { ...EVENTS, b: second, v: fresh });
      const expected = '  oflbv|';

      expectObservable(events.pipe(sourceStates(['a.log']))).toBe(expected, {
        o: [opening],
        f: [following],
        l: [{ ...following, lag: 500 }],
        b: [{ ...following, lag: 530 }],
        v: [{ ...following, lag: 30 }],
      });
    });
  });

  it('says nothing new of chunks that leave nothing, and of notices', () => {
    runMarbles(({ hot, expectObservable }) => {
      const events = hot('-fndnd|', EVENTS);
      const expected = '  of----|';

      expectObservable(events.pipe(sourceStates(['a.log']))).toBe(expected, { o: [opening], f: [following] });
    });
  });

  it('says nothing new of chunks that leave as much as before', () => {
    runMarbles(({ hot, expectObservable }) => {
      const events = hot('-flmlm|', EVENTS);
      const expected = '  oflm--|';
      const other = stateOf('b.log', 'opening');

      expectObservable(events.pipe(sourceStates(['a.log', 'b.log']))).toBe(expected, {
        o: [opening, other],
        f: [following, other],
        l: [{ ...following, lag: 500 }, other],
        m: [
          { ...following, lag: 500 },
          { ...other, lag: 7 },
        ],
      });
    });
  });

  it('says nothing of a source that it was not asked for', () => {
    runMarbles(({ hot, expectObservable }) => {
      const events = hot('-x---|', EVENTS);
      const expected = '  o----|';

      expectObservable(events.pipe(sourceStates(['a.log']))).toBe(expected, { o: [opening] });
    });
  });

  it('says nothing new where the files change, or it is caught up, and it is followed on', () => {
    runMarbles(({ hot, expectObservable }) => {
      const events = hot('-ffcfc|', EVENTS);
      const expected = '  of----|';

      expectObservable(events.pipe(sourceStates(['a.log']))).toBe(expected, { o: [opening], f: [following] });
    });
  });

  it('keeps the order in which the sources were given', () => {
    runMarbles(({ hot, expectObservable }) => {
      const events = hot('-gf|', EVENTS);
      const expected = '  ogf|';
      const states$ = events.pipe(
        sourceStates(['b.log', 'a.log']),
        map((states) => states.map(({ source, state }) => `${source} ${state}`)),
      );

      expectObservable(states$).toBe(expected, {
        o: ['b.log opening', 'a.log opening'],
        g: ['b.log following', 'a.log opening'],
        f: ['b.log following', 'a.log following'],
      });
    });
  });

  it('tells the format of each source, and another that takes its place', () => {
    runMarbles(({ hot, expectObservable }) => {
      const events = hot(' -dp-q-pj-|', EVENTS);
      const expected = '   o-p-q--j-|';
      const other = stateOf('b.log', 'opening');
      const found = { ...opening, format: 'combined' };
      const otherFound = { ...other, format: 'common' };

      expectObservable(events.pipe(sourceStates(['a.log', 'b.log']))).toBe(expected, {
        o: [opening, other],
        p: [found, other],
        q: [found, otherFound],
        j: [{ ...opening, format: 'json' }, otherFound],
      });
    });
  });

  it('stays with the format that was asked for', () => {
    runMarbles(({ hot, expectObservable }) => {
      const events = hot('-pf|', EVENTS);
      const expected = '  o-f|';

      expectObservable(events.pipe(sourceStates(['a.log'], 'vhost'))).toBe(expected, {
        o: [{ ...opening, format: 'vhost' }],
        f: [{ ...following, format: 'vhost' }],
      });
    });
  });

  describe('as an operator', () => {
    it('tells at once of a source that never gives anything, and leaves it', () => {
      runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
        const never = cold('-  ', EVENTS);
        const subs = '      ^-!';
        const expected = '  o  ';

        expectObservable(never.pipe(sourceStates(['a.log'])), subs).toBe(expected, { o: [opening] });
        expectSubscriptions(never.subscriptions).toBe(subs);
      });
    });

    it('completes with its source, and passes an error on', () => {
      runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
        const empty = cold(' |   ', EVENTS);
        const failing = cold('-f#', EVENTS);
        const subs = '        ^-!';

        expectObservable(empty.pipe(sourceStates([]))).toBe('(o|)', { o: [] });
        expectObservable(failing.pipe(sourceStates(['a.log']))).toBe('of#', { o: [opening], f: [following] });
        expectSubscriptions(failing.subscriptions).toBe(subs);
      });
    });

    it('subscribes to its source once, also to one that gives all at once', () => {
      let subscriptions = 0;
      const events$ = defer(() => {
        subscriptions++;
        return of(files('a.log'), leaving('a.log', 0), leaving('a.log', 500));
      });
      const told: (readonly SourceState[])[] = [];
      events$.pipe(sourceStates(['a.log'])).subscribe((states) => told.push(states));
      expect(subscriptions).toBe(1);
      expect(told.at(-1)).toEqual([{ ...following, lag: 500 }]);
    });

    it('begins anew for each subscriber', () => {
      runMarbles(({ hot, expectObservable }) => {
        const events = hot('-f-l-', EVENTS);
        const states$ = events.pipe(sourceStates(['a.log']));

        expectObservable(states$).toBe('      of-l', { o: [opening], f: [following], l: [{ ...following, lag: 500 }] });
        expectObservable(states$, '--^').toBe('--ol', { o: [opening], l: [{ ...opening, lag: 500 }] });
      });
    });
  });
});
