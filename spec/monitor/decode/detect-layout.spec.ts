import { describe, it } from '@jest/globals';
import { map } from 'rxjs';
import { combined, common } from '../../../src/format/known/common.js';
import type { Layout } from '../../../src/format/layout.js';
import { detected } from '../../../src/monitor/decode/detect-layout.js';
import type { Detected } from '../../../src/monitor/decode/detect-layout.js';
import { decode } from '../../../src/monitor/decode/decode.js';
import type { Batch } from '../../../src/monitor/decode/decode.js';
import type { Chunk } from '../../../src/source/source-event.js';
import { batchOf } from '../../support/batches.js';
import { bytesOf, combinedLine } from '../../support/log.js';
import { runMarbles } from '../../support/marbles.js';

const chunkOf = (line: string): Chunk => ({ kind: 'chunk', source: 'a.log', bytes: bytesOf(`${line}\n`), overlong: 0 });
const readBy = (layout?: Layout, source = 'a.log'): Batch => batchOf({ source, layout });

const values: Record<string, Batch> = {
  a: readBy(combined),
  b: readBy(common),
  o: readBy(common, 'b.log'),
  x: readBy(),
};
const found: Record<string, Detected> = {
  a: { source: 'a.log', layout: combined },
  b: { source: 'a.log', layout: common },
  o: { source: 'b.log', layout: common },
};

describe('detected', () => {
  it('says of each source which layout its lines are read by, at first and when that changes', () => {
    runMarbles(({ hot, expectObservable }) => {
      const events = hot('-a-ab-o-oba|', values);
      const expected = '  -a--b-o---a|';

      expectObservable(events.pipe(detected())).toBe(expected, found);
    });
  });

  it('says what a file is read by that turns from one format to another', () => {
    runMarbles(({ hot, expectObservable }) => {
      const line = JSON.stringify({
        remote_addr: '::1',
        time_iso8601: '2018-05-09T16:00:39Z',
        request: 'GET / HTTP/1.1',
        status: 200,
        body_bytes_sent: 1,
      });
      const events = hot('-c-j-j|', { c: chunkOf(combinedLine()), j: chunkOf(line) });
      const expected = '  -c-j--|';
      const names = events.pipe(
        decode('auto'),
        detected(),
        map(({ layout }) => layout.name),
      );

      expectObservable(names).toBe(expected, { c: 'combined', j: 'json' });
    });
  });

  it('waits for lines that fit one', () => {
    runMarbles(({ hot, expectObservable }) => {
      const events = hot('xx-b-x|', values);
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
      expectObservable(hot('a-a', values).pipe(operator)).toBe('a', found);
      expectObservable(hot('b-b', values).pipe(operator)).toBe('b', found);
    });
  });
});
