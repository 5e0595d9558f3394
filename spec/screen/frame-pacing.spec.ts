import { describe, it } from '@jest/globals';
import { map, of, timestamp, toArray } from 'rxjs';
import { paced } from '../../src/screen/frame-pacing.js';
import { runMarbles } from '../support/marbles.js';

describe('paced', () => {
  it('lets values through that come alone, or two by two, as they come', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const values = hot('  a 999ms b 19ms c 999ms d|');
      const expected = '    a 999ms b 19ms c 999ms d|';

      expectObservable(values.pipe(paced(clock))).toBe(expected);
    });
  });

  it('keeps the last of those that come too fast, and gives it as soon as it may', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const values = hot('  a 9ms b 9ms c 9ms d 300ms e');
      const expected = '    a 9ms b 114ms       d 205ms e';

      expectObservable(values.pipe(paced(clock))).toBe(expected);
    });
  });

  it('gives the value that waits when the source completes, and then completes', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const values = hot('  abc|');
      const expected = '    ab 123ms (c|)';

      expectObservable(values.pipe(paced(clock))).toBe(expected);
    });
  });

  it('passes on never, empty and an error at once', () => {
    runMarbles(({ hot, cold, expectObservable, clock }) => {
      expectObservable(cold('-').pipe(paced(clock))).toBe('-');
      expectObservable(cold('|').pipe(paced(clock))).toBe('|');
      expectObservable(hot('abc#').pipe(paced(clock))).toBe('ab-#');
    });
  });

  it('drops what waits when it is unsubscribed from', () => {
    runMarbles(({ hot, expectObservable, expectSubscriptions, clock }) => {
      const values = hot('  abc');
      const subs = '        ^  99ms !';
      const expected = '    ab 98ms -';

      expectObservable(values.pipe(paced(clock)), subs).toBe(expected);
      expectSubscriptions(values.subscriptions).toBe(subs);
    });
  });

  it('gives no more than ten in any second, whenever they come', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      // Fast at first, a pause for a burst to be allowed again, and fast for seconds.
      const values = hot('a 9ms '.repeat(30) + '2s ' + 'a 9ms '.repeat(400) + '|');
      const most = values.pipe(
        paced(clock),
        timestamp(clock),
        map(({ timestamp }) => timestamp),
        toArray(),
        map((times) => times.map((from) => times.filter((time) => time >= from && time < from + 1000).length)),
        map((counts) => Math.max(...counts) <= 10),
      );

      expectObservable(most).toBe('6300ms (m|)', { m: true });
    });
  });

  it('counts for each subscription by itself', () => {
    runMarbles(({ expectObservable, clock }) => {
      const values = of('a').pipe(paced(clock));

      expectObservable(values).toBe('(a|)');
      expectObservable(values).toBe('(a|)');
      expectObservable(values).toBe('(a|)');
    });
  });
});
