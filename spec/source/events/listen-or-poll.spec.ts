import { describe, expect, it } from '@jest/globals';
import { defer, EMPTY } from 'rxjs';
import { MAX_A_SECOND, relieved, REST_MS } from '../../../src/source/events/listen-or-poll.js';
import { aheadOf, runMarbles } from '../../support/marbles.js';

const LOOK_MS = 50;
const look = (): string[] => ['l'];
/** Events 5 ms apart, of which the last is one too many. */
const MANY = 'e----'.repeat(MAX_A_SECOND) + 'e';
/** The looks while nobody listens, but for the last one. */
const LOOKS = `${LOOK_MS - 1}ms l `.repeat(REST_MS / LOOK_MS - 1);

describe('relieved', () => {
  it('passes on what events tell, and does not look, while there are a hundred a second', () => {
    runMarbles(({ cold, clock, expectObservable }) => {
      const second = `${'e 8ms '.repeat(MAX_A_SECOND)} 100ms `;
      const source = cold(`${second.repeat(5)} |`);
      expectObservable(relieved(source, look, LOOK_MS, clock)).toBe(`${second.repeat(5)} |`);
    });
  });

  it('does not listen when there are more, but looks; after ten seconds it looks and listens again', () => {
    runMarbles(({ cold, clock, expectObservable, expectSubscriptions }) => {
      const source = cold(MANY);
      const end = `${500 + REST_MS + 6}ms !`;
      expectObservable(relieved(source, look, LOOK_MS, clock), end).toBe(`${MANY} ${LOOKS} ${LOOK_MS - 1}ms (lle)e`);
      expectSubscriptions(source.subscriptions).toBe(['^ 499ms !', `${500 + REST_MS}ms ^ 5ms !`]);
    });
  });

  it('goes on like that as long as there are too many', () => {
    runMarbles(({ cold, clock, expectObservable, expectSubscriptions }) => {
      const source = cold(MANY);
      const again = `(lle)${MANY.slice(5)} ${LOOKS} ${LOOK_MS - 1}ms`;
      const end = `${2 * (500 + REST_MS) + 1}ms !`;
      expectObservable(relieved(source, look, LOOK_MS, clock), end).toBe(
        `${MANY} ${LOOKS} ${LOOK_MS - 1}ms ${again} (lle)`,
      );
      expectSubscriptions(source.subscriptions).toBe([
        '^ 499ms !',
        `${500 + REST_MS}ms ^ 499ms !`,
        `${2 * (500 + REST_MS)}ms ^!`,
      ]);
    });
  });

  it('finds what happens between the last look and the first event', () => {
    runMarbles(({ cold, clock, expectObservable }) => {
      let listened = 0;
      const source$ = defer(() => {
        listened++;
        return cold(MANY);
      });
      const found = (): string[] => (listened === 2 ? ['f'] : []);
      expectObservable(relieved(source$, found, LOOK_MS, clock), `${500 + REST_MS + 2}ms !`).toBe(
        `${MANY} ${REST_MS - 1}ms (fe)`,
      );
    });
  });

  it('goes on to look when there were too many, and cannot be listened to again', () => {
    runMarbles(({ cold, clock, expectObservable }) => {
      let listened = 0;
      const source$ = defer(() => (++listened === 2 ? EMPTY : cold(MANY)));
      const end = `${500 + 2 * REST_MS + 2}ms !`;
      expectObservable(relieved(source$, look, LOOK_MS, clock), end).toBe(
        `${MANY} ${LOOKS} ${LOOK_MS - 1}ms (ll) ${LOOK_MS - 4}ms l ${LOOKS.slice('49ms l '.length)} ${LOOK_MS - 1}ms (lle)`,
      );
    });
  });

  it('leaves nothing behind when nobody wants to know any more, also while it looks', () => {
    runMarbles(({ cold, clock, expectSubscriptions }) => {
      const source = cold(MANY);
      const subscription = relieved(source, look, LOOK_MS, clock).subscribe();
      clock.schedule(() => {
        subscription.unsubscribe();
      }, 1234);
      clock.schedule(() => {
        expect(clock.actions).toEqual([]);
      }, 1235);
      expectSubscriptions(source.subscriptions).toBe('^ 499ms !');
    });
  });

  it('says nothing where a look finds nothing', () => {
    runMarbles(({ cold, clock, expectObservable }) => {
      const end = `${500 + REST_MS - 1}ms !`;
      expectObservable(
        relieved(cold(MANY), () => [], LOOK_MS, clock),
        end,
      ).toBe(MANY);
    });
  });

  it('ends with the events, and with their error', () => {
    runMarbles(({ cold, clock, expectObservable }) => {
      expectObservable(relieved(cold('e-e-|'), look, LOOK_MS, clock)).toBe('e-e-|');
      expectObservable(relieved(cold('e-#'), look, LOOK_MS, clock)).toBe('e-#');
    });
  });

  it('counts anew when the clock is set back', () => {
    runMarbles(({ cold, clock, expectObservable }) => {
      let ahead = 1_000_000;
      const setBack = aheadOf(clock, () => ahead);
      clock.schedule(() => (ahead = 0), 400);
      const source = cold(`${MANY} ---- ${MANY}`);
      // 81 events before, 99 after.
      const events = 'e----'.repeat(181);
      expectObservable(
        relieved(source, () => [], LOOK_MS, setBack),
        '2000ms !',
      ).toBe(events.slice(0, -4));
    });
  });
});
