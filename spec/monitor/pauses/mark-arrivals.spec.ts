import { describe, expect, it } from '@jest/globals';
import { ignoreElements, map, merge, NEVER, timer } from 'rxjs';
import { arriving } from '../../../src/monitor/pauses/mark-arrivals.js';
import { Pauses } from '../../../src/monitor/pauses/pauses.js';
import type { Chunk, SourceEvent } from '../../../src/source/source-event.js';
import { leaping, runMarbles } from '../../support/marbles.js';

const NOTHING = new Uint8Array(0);
const chunkOf = (place?: { offset: number; lag: number; file?: string }): Chunk => ({
  kind: 'chunk',
  source: 'a.log',
  bytes: NOTHING,
  overlong: 0,
  ...(place !== undefined && {
    position: { file: place.file ?? '1', offset: place.offset, isSkipping: false, head: { length: 0, crc: 0 } },
    lag: place.lag,
  }),
});
const notice: SourceEvent = { kind: 'notice', source: 'a.log', text: 'x' };

/** `p` is of a pipe; of a file that held 200 bytes after the pause `a` is read first, `b` to that end, `c` beyond. */
const events: Readonly<Record<string, SourceEvent>> = {
  n: notice,
  p: chunkOf(),
  a: chunkOf({ offset: 100, lag: 100 }),
  b: chunkOf({ offset: 200, lag: 900 }),
  c: chunkOf({ offset: 1100, lag: 900 }),
  z: chunkOf({ offset: 100, lag: 0 }),
};

/** The seconds of the pause of each chunk. */
const seconds = map((event: SourceEvent) => {
  if (event.kind !== 'chunk') return event.kind;
  const pause = event.arrival?.pause;
  return pause && [pause.from, pause.to, pause.isCatchingUp];
});

describe('arriving', () => {
  it('passes on what comes as it is, as long as there is no pause', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const source = hot('  n 5s a 60s p 1500ms c |', events);
      const expected = '    n 5s a 60s p 1500ms c |';
      expectObservable(source.pipe(arriving(new Pauses(clock), clock))).toBe(expected, events);
    });
  });

  it('marks chunks after a pause, the first one even before there was another sign of life', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const ahead = leaping(clock, [3100, 60_000]);
      const source = hot('  n 3199ms (np)  1s p 2s p       |', events);
      const expected = '    n 3199ms (nx)  1s y 2s z       |';
      const values = { n: 'notice', x: [2, 64, true], y: [2, 65, true], z: [2, 66, false] };
      expectObservable(source.pipe(arriving(new Pauses(ahead), ahead), seconds)).toBe(expected, values);
    });
  });

  it.each([
    ['not all has been read that a file held at its first chunk', true, '1100ms a 1399ms a 5s |'],
    ['all of that has been read, though the file grows', false, '        1100ms a 1399ms b 5s |'],
    ['all of that has been read, and a later chunk leaves more', false, '1100ms b 1399ms c 5s |'],
    ['a file had been read at once', false, '                            1100ms z 1399ms z 5s |'],
    ['how much there is to read is not known', false, '                  1100ms p 1399ms p 5s |'],
  ])('when %s, holds the clock for longer than two seconds: %s', (_, isHeld, chunks) => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const ahead = leaping(clock, [1000, 60_000]);
      const pauses = new Pauses(ahead);
      const held$ = timer(4000, clock).pipe(map(() => pauses.isHeld()));
      expectObservable(merge(hot(chunks, events).pipe(arriving(pauses, ahead), ignoreElements()), held$)).toBe(
        '4s x 3500ms |',
        { x: isHeld },
      );
    });
  });

  it('finds a pause without any chunk', () => {
    runMarbles(({ expectObservable, clock }) => {
      const ahead = leaping(clock, [1200, 60_000]);
      const pauses = new Pauses(ahead);
      expectObservable(NEVER.pipe(arriving(pauses, ahead)), '^ 5s !').toBe('');
      expectObservable(pauses.found$).toBe('1500ms x', { x: { from: 1000, to: 61_500 } });
    });
  });

  it('passes on errors, and gives no more signs of life when it is unsubscribed or has ended', () => {
    runMarbles(({ cold, hot, expectObservable, clock }) => {
      expectObservable(cold<SourceEvent>('1s #').pipe(arriving(new Pauses(clock), clock))).toBe('1s #');
      const source = hot('n', events);
      expectObservable(source.pipe(arriving(new Pauses(clock), clock)), '^ 1200ms !').toBe('n', events);
      clock.schedule(() => {
        expect(clock.actions).toEqual([]);
      }, 1300);
    });
  });
});
