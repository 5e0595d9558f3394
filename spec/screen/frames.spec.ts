import { describe, expect, it } from '@jest/globals';
import { map, of } from 'rxjs';
import { controlsAt } from '../../src/screen/model/controls.js';
import { frames, models, typed } from '../../src/screen/frames.js';
import type { Frame } from '../../src/screen/frames.js';
import { focusOf, modelOf } from '../../src/screen/model/model.js';
import type { Picture } from '../../src/screen/model/model.js';
import type { Input, Size } from '../../src/terminal/input.js';
import { runMarbles } from '../support/marbles.js';
import { alertingPicture, busyPicture, emptyPicture, key, lookOf, SILENCE, THRESHOLD } from '../support/screen.js';

const INITIAL = controlsAt(THRESHOLD);
const SIZE: Size = { columns: 80, rows: 24 };
const first = modelOf(emptyPicture(), INITIAL, SIZE);

const KEYS: Readonly<Record<string, Input>> = {
  t: key('tab'),
  s: key(' '),
  '+': key('+'),
  '?': key('?'),
  q: key('q'),
  '/': key('/'),
  a: key('a'),
  r: key('return'),
  x: key('x'),
};
const PICTURES: Readonly<Record<string, Picture>> = {
  b: busyPicture(),
  // Later, and quiet, too.
  p: busyPicture({ sources: [] }),
  h: alertingPicture(),
};
const SIZES: Readonly<Record<string, Size>> = {
  w: { columns: 120, rows: 40 },
  n: { columns: 30, rows: 8 },
  o: SIZE,
};

describe('typed', () => {
  it('tells of each key what it found and what it left, for each subscription from the beginning', () => {
    runMarbles(({ hot, expectObservable }) => {
      const inputs = hot(' -+-+-q-|', KEYS);
      const expected = '   -a-b-c-|';
      const typed$ = inputs.pipe(
        typed(INITIAL),
        map(({ before, controls }) => [before.threshold, controls.threshold, controls.isOver]),
      );

      for (let i = 0; i < 2; i++) {
        expectObservable(typed$).toBe(expected, { a: [10, 11, false], b: [11, 12, false], c: [12, 12, true] });
      }
    });
  });
});

describe('models', () => {
  it('is what keys, sizes and pictures make of the first one', () => {
    runMarbles(({ hot, expectObservable }) => {
      const inputs = hot('  -t-------s---s-|', KEYS);
      const sizes = hot('   ---w-----------|', SIZES);
      const pictures = hot('-----b-----h---|', PICTURES);
      const expected = '    ab-c-d---e-f-g-|';
      const shown$ = models(first, inputs.pipe(typed(INITIAL)), sizes, pictures).pipe(
        map((model) => [focusOf(model), model.size.columns, model.picture.alerts.incidents.length]),
      );

      expectObservable(shown$).toBe(expected, {
        a: ['sections', 80, 0],
        b: ['paths', 80, 0],
        c: ['paths', 120, 0],
        d: ['paths', 120, 1],
        e: ['paths', 120, 1],
        // The picture stands still until it is let go.
        f: ['paths', 120, 1],
        g: ['paths', 120, 3],
      });
    });
  });
});

describe('frames', () => {
  const look = lookOf();

  /** Of a frame, what tells one from the other. */
  const gist = ({ text, size }: Frame): string => {
    if (text.includes('too small')) return `too small at ${size.columns}`;
    if (text.includes('The keys of rxmon')) return 'keys';
    const focus = /▸ (\w+)/.exec(text)?.[1] ?? '';
    const prompt = /^\/(\w*)_/m.exec(text)?.[0] ?? '';
    return `${size.columns} ${focus} ${/threshold (\S+)/.exec(text)?.[1] ?? ''}${text.includes('FROZEN') ? ' frozen' : ''}${prompt}`;
  };

  it('answers a key at once, also right behind a picture', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const inputs = hot('  500ms t 498ms - t 999ms +', KEYS);
      const pictures = hot('500ms - 498ms b', PICTURES);
      const expected = '    a 499ms b 498ms c d 999ms e';
      const model$ = models(first, inputs.pipe(typed(INITIAL)), of(SIZE), pictures);

      expectObservable(frames(model$, of(SILENCE), look, clock).pipe(map(gist))).toBe(expected, {
        a: '80 Sections 10',
        b: '80 Paths 10',
        c: '80 Paths 10',
        d: '80 Hosts 10',
        e: '80 Hosts 11',
      });
    });
  });

  it('shows nothing again that has not changed', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const inputs = hot('  -------x 999ms x', KEYS);
      const pictures = hot('b 999ms b 999ms b', PICTURES);
      const busy = modelOf(busyPicture(), INITIAL, SIZE);
      const model$ = models(busy, inputs.pipe(typed(INITIAL)), of(SIZE), pictures);
      const frames$ = frames(model$, of(SILENCE), look, clock).pipe(map(gist));

      expectObservable(frames$).toBe('a', { a: '80 Sections 10' });
    });
  });

  it('stands still while it is frozen, and moves on when it is let go', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const inputs = hot('  -s 998ms -- 998ms - s', KEYS);
      const pictures = hot('-- 998ms b- 998ms p -', PICTURES);
      const expected = '    ab 998ms -- 998ms - c';
      const model$ = models(first, inputs.pipe(typed(INITIAL)), of(SIZE), pictures);

      expectObservable(frames(model$, of(SILENCE), look, clock).pipe(map(gist))).toBe(expected, {
        a: '80 Sections 10',
        b: '80 Sections 10 frozen',
        c: '80 Sections 10',
      });
    });
  });

  it('tells of high traffic also while it is frozen', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const inputs = hot('  -s 998ms -', KEYS);
      const pictures = hot('-- 998ms h 999ms h', PICTURES);
      const expected = '    ab 998ms c';
      const model$ = models(first, inputs.pipe(typed(INITIAL)), of(SIZE), pictures);
      const badges$ = frames(model$, of(SILENCE), look, clock).pipe(
        map(({ text }) => /HIGH TRAFFIC|FROZEN/g.exec(text)?.[0]),
      );

      expectObservable(badges$).toBe(expected, { a: undefined, b: 'FROZEN', c: 'HIGH TRAFFIC' });
    });
  });

  it('follows the terminal to any size, and says when it is too small', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const sizes = hot('-w 998ms n 999ms o', SIZES);
      const inputs = hot('-- 998ms - 499ms t', KEYS);
      const expected = ' ab 998ms c 999ms d';
      const model$ = models(first, inputs.pipe(typed(INITIAL)), sizes, of());

      expectObservable(frames(model$, of(SILENCE), look, clock).pipe(map(gist))).toBe(expected, {
        a: '80 Sections 10',
        b: '120 Sections 10',
        c: 'too small at 30',
        d: '80 Paths 10',
      });
    });
  });

  it('shows a filter as it is typed, and the keys when they are asked for', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const inputs = hot('500ms / 499ms a 499ms r 499ms ? 499ms x', KEYS);
      const expected = '  a 499ms b 499ms c 499ms d 499ms e 499ms d';
      const model$ = models(first, inputs.pipe(typed(INITIAL)), of(SIZE), of());

      expectObservable(frames(model$, of(SILENCE), look, clock).pipe(map(gist))).toBe(expected, {
        a: '80 Sections 10',
        b: '80 Sections 10/_',
        c: '80 Sections 10/a_',
        d: '80 Sections 10',
        e: 'keys',
      });
    });
  });

  it('shows what is said until it is said no more', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const said = hot('a 999ms b 999ms a', { a: SILENCE, b: { messages: [], now: 'said' } });
      const expected = 'a 999ms b 999ms a';
      const lines$ = frames(of(first), said, look, clock).pipe(map(({ text }) => text.split('\n')[1]));

      expectObservable(lines$).toBe(expected, { a: '◌ access.log opening', b: 'said' });
    });
  });

  it('draws ten a second at most, the last of what came among them', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const inputs = hot(`${'+ 9ms '.repeat(100)}|`, KEYS);
      const model$ = models(first, inputs.pipe(typed(INITIAL)), of(SIZE), of());
      const thresholds$ = frames(model$, of(SILENCE), look, clock).pipe(map((frame) => gist(frame).split(' ')[2]));
      const seen: (string | undefined)[] = [];
      expectObservable(thresholds$.pipe(map((threshold) => seen.push(threshold) <= 11))).toBe(
        '(aa) 121ms a 124ms a 124ms a 124ms a 124ms a 124ms a 124ms a 124ms (a|)',
        { a: true },
      );
      clock.schedule(() => {
        expect(seen.at(-1)).toBe('200');
      }, 2000);
    });
  });

  it('passes on never, empty and an error', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      expectObservable(frames(cold('-'), of(SILENCE), look, clock)).toBe('-');
      expectObservable(frames(cold('|'), of(SILENCE), look, clock)).toBe('|');
      expectObservable(frames(cold('#'), of(SILENCE), look, clock)).toBe('#');
    });
  });
});
