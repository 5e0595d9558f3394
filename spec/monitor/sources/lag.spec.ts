import { describe, expect, it } from '@jest/globals';
import { from } from 'rxjs';
import { lag, lagsAfter } from '../../../src/monitor/sources/lag.js';
import type { Lag } from '../../../src/monitor/sources/lag.js';
import type { Batch, Decoded } from '../../../src/monitor/decode/decode.js';
import type { Files } from '../../../src/source/source-event.js';
import { batchOf } from '../../support/batches.js';
import { runMarbles } from '../../support/marbles.js';

const NO_HEAD = { length: 0, crc: 0 };
const positionOf = (file: string, offset: number) => ({ file, offset, isSkipping: false, head: NO_HEAD });

/** A batch of a file that leaves so many bytes of it. */
const leaving = (bytes: number | undefined, source = 'a.log', file = '1.1'): Batch =>
  batchOf({ source, position: positionOf(file, 100), lag: bytes });
const filesOf = (source: string, ...positions: ReturnType<typeof positionOf>[]): Files => ({
  kind: 'files',
  source,
  positions,
  known: [],
});
const stdin = batchOf({ source: '-' });
const notice: Decoded = { kind: 'notice', source: 'a.log', text: 'rotated' };

function lagsOf(...events: Decoded[]): number[] {
  const lags: number[] = [];
  from(events)
    .pipe(lag())
    .subscribe((bytes) => lags.push(bytes));
  return lags;
}

describe('lag', () => {
  it('tells what each batch leaves of its file', () => {
    runMarbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: leaving(500), b: leaving(20), c: leaving(0), n: notice };
      const events = hot('-a-n-(bc)-a-|', values);
      const subs = '      ^-----------!';
      const expected = '  -x---(yz)-x-|';

      expectObservable(events.pipe(lag())).toBe(expected, { x: 500, y: 20, z: 0 });
      expectSubscriptions(events.subscriptions).toBe(subs);
    });
  });

  it('passes an error on, and leaves its source when it is unsubscribed', () => {
    runMarbles(({ hot, expectObservable, expectSubscriptions }) => {
      const failing = hot('   -a-#  ', { a: leaving(1) });
      const events = hot('    -a-a-a', { a: leaving(1) });
      const subs = '          ^---!';
      const expectedFail = '  -x-#  ';
      const expected = '      -x-x  ';

      expectObservable(failing.pipe(lag())).toBe(expectedFail, { x: 1 });
      expectObservable(events.pipe(lag()), subs).toBe(expected, { x: 1 });
      expectSubscriptions(events.subscriptions).toBe(subs);
    });
  });

  it('sums up the files of all sources', () => {
    expect(lagsOf(leaving(5), leaving(7, 'b.log'), leaving(1), leaving(0, 'b.log'), leaving(0))).toEqual([
      5, 12, 8, 1, 0,
    ]);
  });

  it('keeps the files of one source apart, as a rotated one is read to its end', () => {
    expect(lagsOf(leaving(5, 'a.log', '1.1'), leaving(7, 'a.log', '2.1'), leaving(0, 'a.log', '1.1'))).toEqual([
      5, 12, 7,
    ]);
  });

  it('does not take the same file under two paths for one', () => {
    expect(lagsOf(leaving(5, 'a.log'), leaving(5, 'b.log'))).toEqual([5, 10]);
  });

  it('takes a pipe, of which nothing is known, to have none', () => {
    expect(lagsOf(stdin, leaving(3), stdin, leaving(undefined))).toEqual([0, 3, 3, 0]);
  });

  it('forgets a file that is read no more', () => {
    const [old, fresh] = [positionOf('1.1', 100), positionOf('2.1', 0)];
    expect(lagsOf(leaving(5), filesOf('a.log', old, fresh), filesOf('a.log', fresh))).toEqual([5, 5, 0]);
  });

  it('forgets what a truncation destroyed', () => {
    expect(lagsOf(leaving(5), filesOf('a.log', positionOf('1.1', 0)), leaving(2))).toEqual([5, 0, 2]);
  });

  it('leaves the files of other sources as they are', () => {
    expect(lagsOf(leaving(5), filesOf('b.log'), leaving(1, 'b.log'))).toEqual([5, 5, 6]);
  });

  it('counts anew for each subscriber', () => {
    const operator = lag();
    const lags: number[] = [];
    for (const bytes of [5, 7]) {
      from([leaving(bytes, `${bytes}.log`)])
        .pipe(operator)
        .subscribe((sum) => lags.push(sum));
    }
    expect(lags).toEqual([5, 7]);
  });
});

describe('lagsAfter', () => {
  const a: Lag = { source: 'a.log', file: '1.1', bytes: 5 };
  const b: Lag = { source: 'b.log', file: '1.1', bytes: 7 };

  it.each<[string, Batch | Files, readonly Lag[]]>([
    ['is read further', leaving(3), [b, { ...a, bytes: 3 }]],
    ['is read to its end', leaving(0), [b]],
    ['is read beside its elder', leaving(2, 'a.log', '2.1'), [a, b, { source: 'a.log', file: '2.1', bytes: 2 }]],
    ['is read no more', filesOf('a.log', positionOf('2.1', 0)), [b]],
  ])('tells what is left when a file %s', (_, event, lags) => {
    const before = [a, b];
    expect(lagsAfter(before, event)).toEqual(lags);
    expect(before).toEqual([a, b]);
  });

  it.each<[string, Batch | Files]>([
    ['a batch that leaves as much as before', leaving(5)],
    ['a batch of another file that is read to its end', leaving(0, 'c.log')],
    ['files that are still read', filesOf('a.log', positionOf('1.1', 100), positionOf('2.1', 0))],
    ['files of another source', filesOf('c.log')],
  ])('gives the same list after %s', (_, event) => {
    const before = [a, b];
    expect(lagsAfter(before, event)).toBe(before);
  });

  it('gives the same list where nothing is left, and nothing was', () => {
    const none: readonly Lag[] = [];
    expect(lagsAfter(none, leaving(0))).toBe(none);
    expect(lagsAfter(none, filesOf('a.log'))).toBe(none);
  });
});
