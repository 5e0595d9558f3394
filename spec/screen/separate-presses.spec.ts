import { describe, it } from '@jest/globals';
import { separate } from '../../src/screen/separate-presses.js';
import { runMarbles } from '../support/marbles.js';

describe('separate', () => {
  it('never emits when nothing comes, and ends and fails with what it is given', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      expectObservable(cold('-').pipe(separate(clock))).toBe('-');
      expectObservable(cold('--|').pipe(separate(clock))).toBe('--|');
      expectObservable(cold('--#').pipe(separate(clock))).toBe('--#');
    });
  });

  it('lets values through that come a second apart', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const values = hot('  a 999ms b 2s c|');
      const expected = '    a 999ms b 2s c|';

      expectObservable(values.pipe(separate(clock))).toBe(expected);
    });
  });

  it('lets the first of those through that come sooner, however long they go on', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const values = hot('  a 998ms b 998ms c 998ms d 999ms e');
      const expected = '    a 998ms - 998ms - 998ms - 999ms e';

      expectObservable(values.pipe(separate(clock))).toBe(expected);
    });
  });

  it('knows nothing of another subscription', () => {
    runMarbles(({ hot, expectObservable, expectSubscriptions, clock }) => {
      const values = hot('  aaa');
      const separate$ = values.pipe(separate(clock));

      expectObservable(separate$, '^!').toBe('a');
      expectObservable(separate$, '-^').toBe('-a');
      expectSubscriptions(values.subscriptions).toBe(['^!', '-^']);
    });
  });
});
