import { describe, expect, it } from '@jest/globals';
import { map, Subject } from 'rxjs';
import type { Input } from '../../src/terminal/input.js';
import { inTurns } from '../../src/terminal/in-turns.js';
import { runMarbles } from '../support/marbles.js';
import { SteppedClock } from '../support/stepped-clock.js';

const key = (name: string, isCtrl = false): Input => ({
  kind: 'key',
  name,
  text: isCtrl ? '' : name,
  isCtrl,
  isShift: false,
  isMeta: false,
});
const CTRL_C = key('c', true);
const values = { a: key('a'), b: key('b'), c: CTRL_C };

describe('inTurns', () => {
  it('never emits when nothing comes, and ends and fails with what it is given', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      expectObservable(cold<Input>('-').pipe(inTurns(clock))).toBe('-');
      expectObservable(cold<Input>('--|').pipe(inTurns(clock))).toBe('--|');
      expectObservable(cold<Input>('--#').pipe(inTurns(clock))).toBe('--#');
    });
  });

  it('hands inputs on in their order, then ends', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      const inputs = cold(' a-(bcb)  |', values);
      const expected = '    a-(bcb)  |';

      expectObservable(inputs.pipe(inTurns(clock))).toBe(expected, values);
    });
  });

  it('leaves its source, and hands nothing on, when it is unsubscribed', () => {
    runMarbles(({ hot, expectObservable, expectSubscriptions, clock }) => {
      const inputs = hot('  a-b-', values);
      const subs = '        ^!';

      expectObservable(inputs.pipe(inTurns(clock)), subs).toBe('a', values);
      expectSubscriptions(inputs.subscriptions).toBe(subs);
    });
  });

  it('keeps what waits for each subscriber apart', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const inputs = hot('a-b|', values);
      const turns$ = inputs.pipe(inTurns(clock));

      expectObservable(turns$).toBe('a-b|', values);
      expectObservable(turns$).toBe('a-b|', values);
    });
  });

  describe('of thousands at once', () => {
    function given(...inputs: Input[]): { readonly names: string[]; readonly clock: SteppedClock } {
      const clock = new SteppedClock();
      const names: string[] = [];
      const all = new Subject<Input>();
      all
        .pipe(
          inTurns(clock),
          map((input) => (input.kind === 'key' ? input.name : input.kind)),
        )
        .subscribe((name) => names.push(name));
      for (const input of inputs) all.next(input);
      return { names, clock };
    }
    const many = (count: number): Input[] => Array.from({ length: count }, () => key('j'));

    it('hands each on, if not at once', () => {
      const { names, clock } = given(...many(1000), key('q'));
      expect(names).toHaveLength(0);
      clock.step(0);
      expect(names).toHaveLength(1001);
      expect(names.at(-1)).toBe('q');
    });

    it('does not let Ctrl-C wait', () => {
      const { names, clock } = given(...many(9000), CTRL_C, key('x'));
      clock.step(0);
      expect(names).toEqual(['c', 'x']);
    });

    it('hands a few on before Ctrl-C', () => {
      const { names, clock } = given(key('e'), CTRL_C);
      clock.step(0);
      expect(names).toEqual(['e', 'c']);
    });

    it('forgets what nobody can have typed, but neither the last keys nor Ctrl-C', () => {
      const { names, clock } = given(...many(50_000), key('q'));
      clock.step(0);
      expect(names).toHaveLength(10_000);
      expect(names.at(-1)).toBe('q');
      const before = given(key('e'), CTRL_C, ...many(50_000));
      before.clock.step(0);
      expect(before.names.slice(0, 2)).toEqual(['e', 'c']);
      const flood = given(...many(50_000), CTRL_C);
      flood.clock.step(0);
      expect(flood.names).toEqual(['c']);
    });
  });
});
