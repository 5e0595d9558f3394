import { describe, it } from '@jest/globals';
import { concat, delay, map, mergeMap, of, toArray } from 'rxjs';
import { wholeSequences } from '../../src/terminal/whole-sequences.js';
import { runMarbles } from '../support/marbles.js';

describe('wholeSequences', () => {
  it('never emits when nothing comes', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      expectObservable(cold('-').pipe(wholeSequences(clock))).toBe('-');
    });
  });

  it('ends, and fails, with what it reads', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      expectObservable(cold('  --|').pipe(wholeSequences(clock))).toBe('--|');
      expectObservable(cold('  --#').pipe(wholeSequences(clock))).toBe('--#');
    });
  });

  it('passes what is whole on at once, one by one', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      const values = { a: 'abc', b: '\x1b[A', c: '\x1b[<0;1;1Mx', m: '\x1b[<0;1;1M', x: 'x' };
      const reads = cold('  a-b-c---|', values);
      const expected = '    a-b-(mx)|';

      expectObservable(reads.pipe(wholeSequences(clock))).toBe(expected, values);
    });
  });

  it('puts together what was cut, wherever that was', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      for (const sequence of ['\x1b[A', '\x1bOP', '\x1b[1;5C', '\x1b[<64;10;5M', '\x1b[M !!', '\x1b\x1b[A']) {
        for (let at = 1; at < sequence.length; at++) {
          const reads = cold('  a 99ms b|', { a: sequence.slice(0, at), b: sequence.slice(at) });
          const joined = reads.pipe(
            wholeSequences(clock),
            toArray(),
            map((texts) => texts.join('')),
          );
          expectObservable(joined).toBe('101ms (x|)', { x: sequence });
        }
      }
    });
  });

  it('passes Escape on when nothing follows it for 100 ms', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      const values = { e: 'a\x1b', f: '\x1b\x1b', a: 'a', x: '\x1b' };
      const reads = cold('  e 200ms f              ', values);
      const expected = '    a 99ms x 200ms (xx)';

      expectObservable(reads.pipe(wholeSequences(clock))).toBe(expected, values);
    });
  });

  it('forgets what else was begun and did not go on, so that the next key is whole', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      const values = { b: '\x1b[<64;', q: 'q' };
      const reads = cold('  b 200ms q', values);
      const expected = '    - 200ms q';

      expectObservable(reads.pipe(wholeSequences(clock))).toBe(expected, values);
    });
  });

  it('waits for the rest of a reply for a second, and for five in all', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      const values = { b: '\x1bP1$', q: 'q', e: '\x1b\\' };
      const whole$ = (reads: string) => cold(reads, values).pipe(wholeSequences(clock));

      expectObservable(whole$('b 998ms q 998ms e q')).toBe('- 998ms - 998ms - q', values);
      expectObservable(whole$('b 1000ms q')).toBe('         - 1000ms q', values);
      const pauses = Array.from({ length: 6 }, () => 'q 899ms').join(' ');
      expectObservable(whole$(`b 899ms ${pauses} q`)).toBe('5400ms q 899ms q', values);
    });
  });

  it('waits for each of two replies for five seconds, also when one ends and the other begins in one read', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      const values = { b: '\x1bP1$', m: 'm\x1b\\\x1b]11;', e: '\x07', q: 'q' };
      const pauses = (count: number): string => Array.from({ length: count }, () => 'q 899ms').join(' ');
      const reads = `b 899ms ${pauses(4)} m 899ms ${pauses(4)} e q`;

      expectObservable(cold(reads, values).pipe(wholeSequences(clock))).toBe('9001ms q', values);
    });
  });

  it('reads what has come meanwhile before it gives up, when it was held up', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      // Comes at the end of the patience, behind the timer of that.
      const reads = cold('a', { a: '\x1b[' }).pipe(
        mergeMap((begun) => concat(of(begun), of('A').pipe(delay(100, clock)))),
      );

      expectObservable(reads.pipe(wholeSequences(clock))).toBe('100ms x', { x: '\x1b[A' });
    });
  });

  it('holds nothing for another who subscribes, nor after it was unsubscribed', () => {
    runMarbles(({ cold, expectObservable, expectSubscriptions, clock }) => {
      const values = { e: '\x1b', x: '\x1b' };
      const reads = cold('  e', values);
      const whole$ = reads.pipe(wholeSequences(clock));
      expectObservable(whole$, '^ 50ms !').toBe('-', values);
      expectObservable(whole$, ' 200ms ^ 101ms !').toBe('300ms x', values);
      expectSubscriptions(reads.subscriptions).toBe(['^ 50ms !', '200ms ^ 101ms !']);
    });
  });
});
