import { describe, it } from '@jest/globals';
import { map, toArray } from 'rxjs';
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

  it('passes what is whole on at once', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      const values = { a: 'abc', b: '\x1b[A', c: '\x1b[<0;1;1Mx' };
      const reads = cold('  a-b-c|', values);
      const expected = '    a-b-c|';

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
      const values = { e: 'a\x1b', f: '\x1b\x1b', a: 'a', x: '\x1b', y: '\x1b\x1b', n: '' };
      const reads = cold('  e 200ms f          ', values);
      const expected = '    a 99ms x 100ms n 99ms y';

      expectObservable(reads.pipe(wholeSequences(clock))).toBe(expected, values);
    });
  });

  it('forgets what else was begun and did not go on, so that the next key is whole', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      const values = { b: '\x1b[<64;', q: 'q', n: '' };
      const reads = cold('  b 200ms q', values);
      const expected = '    n 99ms n 100ms q';

      expectObservable(reads.pipe(wholeSequences(clock))).toBe(expected, values);
    });
  });

  it('holds nothing for another who subscribes, nor after it was unsubscribed', () => {
    runMarbles(({ cold, expectObservable, expectSubscriptions, clock }) => {
      const values = { e: '\x1b', n: '' };
      const reads = cold('  e', values);
      const whole$ = reads.pipe(wholeSequences(clock));
      expectObservable(whole$, '^ 50ms !').toBe('n', values);
      expectObservable(whole$, ' 200ms ^ 50ms !').toBe('200ms n', values);
      expectSubscriptions(reads.subscriptions).toBe(['^ 50ms !', '200ms ^ 50ms !']);
    });
  });
});
