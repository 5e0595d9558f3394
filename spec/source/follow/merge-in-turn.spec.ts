import { describe, expect, it } from '@jest/globals';
import type { Observable } from 'rxjs';
import { inTurn } from '../../../src/source/follow/merge-in-turn.js';
import { runMarbles } from '../../support/marbles.js';

/** `.` ends a turn. */
const endsTurn = (result: string): boolean => result === '.';

const partsOf =
  (parts: Readonly<Record<string, Observable<string>>>) =>
  (value: string): Observable<string> => {
    const part = parts[value];
    if (part === undefined) throw new Error(value);
    return part;
  };

describe('inTurn', () => {
  it('subscribes to each when the one before it has come to the end of its turn, and goes on with both', () => {
    runMarbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const values = hot('ab-------|');
      const a = cold('    1-.--2--| ');
      const b = cold('      -3.-4|  ');
      const aSubs = '     ^-------! ';
      const bSubs = '     --^----!  ';
      const expected = '  1-.3.24--|';

      expectObservable(values.pipe(inTurn(partsOf({ a, b }), endsTurn))).toBe(expected);
      expectSubscriptions(a.subscriptions).toBe(aSubs);
      expectSubscriptions(b.subscriptions).toBe(bSubs);
    });
  });

  it('subscribes at once to one that comes when that is long past', () => {
    runMarbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const values = hot('a-----b--|');
      const a = cold('    .--------------');
      const b = cold('          1|  ');
      const bSubs = '     ------^!  ';
      const expected = '  .-----1---';

      expectObservable(values.pipe(inTurn(partsOf({ a, b }), endsTurn))).toBe(expected);
      expectSubscriptions(b.subscriptions).toBe(bSubs);
    });
  });

  it('takes the end of one for the end of its turn', () => {
    runMarbles(({ hot, cold, expectObservable }) => {
      const values = hot('abc------|');
      const a = cold('    1--|      ');
      const b = cold('       |      ');
      const c = cold('       2-3|   ');
      const expected = '  1--2-3---|';

      expectObservable(values.pipe(inTurn(partsOf({ a, b, c }), endsTurn))).toBe(expected);
    });
  });

  it('never subscribes to one that waits for a turn without end, and does not complete either', () => {
    runMarbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const values = hot('ab---|    ');
      const a = cold('    1-2-------');
      const b = cold('    3|        ');
      const expected = '  1-2-------';

      expectObservable(values.pipe(inTurn(partsOf({ a, b }), endsTurn))).toBe(expected);
      expectSubscriptions(b.subscriptions).toBe([]);
    });
  });

  it('makes nothing of a value before its turn', () => {
    runMarbles(({ hot, cold, expectObservable, clock, flush }) => {
      const made: [string, number][] = [];
      const values = hot('ab---|');
      const a = cold('    ---.| ');
      const b = cold('       -| ');
      const parts = partsOf({ a, b });
      const partOf = (value: string): Observable<string> => {
        made.push([value, clock.now()]);
        return parts(value);
      };
      expectObservable(values.pipe(inTurn(partOf, endsTurn))).toBe('---.-|');
      flush();
      expect(made).toEqual([
        ['a', 0],
        ['b', 3],
      ]);
    });
  });

  it('passes an error on, of the source and of what was made of a value, and leaves the others', () => {
    runMarbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const values = hot('ab-----|');
      const a = cold('    1-.-#   ');
      const b = cold('      -2----');
      const bSubs = '     --^-!   ';
      const expected = '  1-.2#   ';

      expectObservable(values.pipe(inTurn(partsOf({ a, b }), endsTurn))).toBe(expected);
      expectSubscriptions(b.subscriptions).toBe(bSubs);
      expectObservable(hot('a--#').pipe(inTurn(partsOf({ a: cold('-1') }), endsTurn))).toBe('-1-#');
    });
  });

  it('leaves all when it is unsubscribed, also those that wait', () => {
    runMarbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const values = hot('abc------');
      const a = cold('    .--------');
      const b = cold('     -------.');
      const c = cold('    1        ');
      const unsub = '     ----!    ';
      const expected = '  .----    ';

      expectObservable(values.pipe(inTurn(partsOf({ a, b, c }), endsTurn)), unsub).toBe(expected);
      expectSubscriptions(values.subscriptions).toBe('^---!');
      expectSubscriptions(a.subscriptions).toBe('^---!');
      expectSubscriptions(b.subscriptions).toBe('-^--!');
      expectSubscriptions(c.subscriptions).toBe([]);
    });
  });

  it('never gives anything of a source that does not, and completes with an empty one', () => {
    runMarbles(({ cold, expectObservable }) => {
      expectObservable(cold('-').pipe(inTurn(partsOf({}), endsTurn))).toBe('-');
      expectObservable(cold('|').pipe(inTurn(partsOf({}), endsTurn))).toBe('|');
    });
  });

  it('keeps the turns of each subscriber apart', () => {
    runMarbles(({ cold, expectObservable }) => {
      const parts = { a: cold('1-.--|'), b: cold('2|') };
      const operator = inTurn(partsOf(parts), endsTurn);

      expectObservable(cold('a----|').pipe(operator)).toBe('1-.--|');
      expectObservable(cold('b|').pipe(operator)).toBe('2|');
    });
  });
});
