import { describe, it } from '@jest/globals';
import { combined, common } from '../../../src/format/known/common.js';
import { detected } from '../../../src/monitor/decode/detect-layout.js';
import type { Detected } from '../../../src/monitor/decode/detect-layout.js';
import type { Chunk, SourceEvent } from '../../../src/source/source-event.js';
import { bytesOf, combinedLine, commonLine } from '../../support/log.js';
import { runMarbles } from '../../support/marbles.js';

const chunkOf = (line: string, source = 'a.log'): Chunk => ({
  kind: 'chunk',
  source,
  bytes: bytesOf(`${line}\n`),
  overlong: 0,
});

const values: Record<string, SourceEvent> = {
  a: chunkOf(combinedLine()),
  b: chunkOf(commonLine()),
  o: chunkOf(commonLine(), 'b.log'),
  x: chunkOf('Server started'),
  n: { kind: 'notice', source: 'a.log', text: 'rotated' },
};
const found: Record<string, Detected> = {
  a: { source: 'a.log', layout: combined },
  b: { source: 'a.log', layout: common },
  o: { source: 'b.log', layout: common },
};

describe('detected', () => {
  it('says of each source once which layout its first lines have', () => {
    runMarbles(({ hot, expectObservable }) => {
      const events = hot('-a-ab-o-o|', values);
      const expected = '  -a----o--|';

      expectObservable(events.pipe(detected())).toBe(expected, found);
    });
  });

  it('waits for a line that fits one, and passes over notices', () => {
    runMarbles(({ hot, expectObservable }) => {
      const events = hot('xnxb-a|', values);
      const expected = '  ---b--|';

      expectObservable(events.pipe(detected())).toBe(expected, found);
    });
  });

  it('gives nothing of a source that never gives anything, and completes with an empty one', () => {
    runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const never = cold('-     ', values);
      const subs = '      ^ 1s !';

      expectObservable(never.pipe(detected()), subs).toBe('-');
      expectSubscriptions(never.subscriptions).toBe(subs);
      expectObservable(cold('|', values).pipe(detected())).toBe('|');
    });
  });

  it('passes an error on, and leaves its source when it is unsubscribed', () => {
    runMarbles(({ hot, expectObservable, expectSubscriptions }) => {
      const events = hot('  a-#', values);
      const subs = '        ^-!';
      const expected = '    a-#';
      const others = hot('  a-a', values);
      const othersSubs = '  ^!';

      expectObservable(events.pipe(detected())).toBe(expected, found);
      expectSubscriptions(events.subscriptions).toBe(subs);
      expectObservable(others.pipe(detected()), othersSubs).toBe('a', found);
      expectSubscriptions(others.subscriptions).toBe(othersSubs);
    });
  });

  it('finds layouts for each subscriber apart', () => {
    runMarbles(({ hot, expectObservable }) => {
      const operator = detected();
      expectObservable(hot('a-b', values).pipe(operator)).toBe('a', found);
      expectObservable(hot('b-a', values).pipe(operator)).toBe('b', found);
    });
  });
});
