import { describe, it } from '@jest/globals';
import { last, map } from 'rxjs';
import { said } from '../../src/screen/messages.js';
import type { Said } from '../../src/screen/messages.js';
import { runMarbles } from '../support/marbles.js';

const seen = map(({ now, messages }: Said) => `${now ?? '-'} ${messages.map(({ text }) => text).join('')}`);

describe('said', () => {
  it('shows each text for six seconds, and keeps all', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const texts = hot('   -a 2s b 8s    -');
      const expected = '    ox 2s y 5999ms z';

      expectObservable(texts.pipe(said(clock), seen)).toBe(expected, { o: '- ', x: 'a a', y: 'b ab', z: '- ab' });
    });
  });

  it('says when each came', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const times$ = hot('-a 2s b|').pipe(
        said(clock),
        map(({ messages }) => messages.map(({ at }) => at)),
      );

      expectObservable(times$).toBe('ox 2s y 5999ms (y|)', { o: [], x: [1], y: [1, 2002] });
    });
  });

  it('keeps the last hundred', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const counts$ = hot(`${'a'.repeat(150)}|`).pipe(
        said(clock),
        map(({ messages }) => messages.length),
        last(),
      );

      expectObservable(counts$).toBe('6149ms (n|)', { n: 100 });
    });
  });
});
