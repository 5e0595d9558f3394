import { describe, it } from '@jest/globals';
import { combined, common } from '../../../src/format/known/common.js';
import type { Layout } from '../../../src/format/layout.js';
import type { Batch } from '../../../src/monitor/decode/decode.js';
import { knownLayouts } from '../../../src/monitor/decode/known-layouts.js';
import { batchOf } from '../../support/batches.js';
import { runMarbles } from '../../support/marbles.js';

const readBy = (source: string, layout?: Layout): Batch => batchOf({ source, layout });

const values: Record<string, Batch> = {
  a: readBy('a.log', common),
  b: readBy('b.log', common),
  c: readBy('a.log', combined),
  u: readBy('a.log'),
};
const known = {
  a: new Map([['a.log', common]]),
  b: new Map([
    ['a.log', common],
    ['b.log', common],
  ]),
  c: new Map<string, Layout>([
    ['a.log', combined],
    ['b.log', common],
  ]),
};

describe('knownLayouts', () => {
  it('tells whenever a layout is found or another takes its place, and else nothing', () => {
    runMarbles(({ hot, expectObservable }) => {
      const decoded = hot('  u-uaa-b-acu|', values);
      const expected = '     ---a--b--c-|';

      expectObservable(decoded.pipe(knownLayouts())).toBe(expected, known);
    });
  });

  it('begins anew for each subscriber, passes errors on and leaves its source', () => {
    runMarbles(({ hot, expectObservable, expectSubscriptions }) => {
      const operator = knownLayouts();
      const decoded = hot('  a-a-#', values);
      const subs = '         ^---!';
      const expected = '     a---#';
      const others = hot('   -aa--', values);
      const othersSubs = '   ^--!';
      const othersExpected = '-a--';

      expectObservable(decoded.pipe(operator)).toBe(expected, known);
      expectObservable(others.pipe(operator), othersSubs).toBe(othersExpected, known);
      expectSubscriptions(decoded.subscriptions).toBe(subs);
      expectSubscriptions(others.subscriptions).toBe(othersSubs);
    });
  });
});
