import { describe, expect, it } from '@jest/globals';
import { map, VirtualTimeScheduler } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { BATCH_BYTES } from '../../src/generate/batches.js';
import { generate, generateAtOnce } from '../../src/generate/generate.js';
import type { PacedOptions } from '../../src/generate/generate.js';
import { lines } from '../../src/generate/lines.js';
import { SEEDED_START_MS } from '../../src/generate/options.js';
import { traffic } from '../../src/generate/traffic.js';

/** Line k says k, and nothing but its time besides. */
const numbered = (_: unknown, k: number) => ({ before: Buffer.from(`${k} `), behind: Buffer.from(';') });

/** Lines 0 to 4 of this seed are due after 635.4, 1041.6, 1334.6, 1398.7 and 1548.8 ms. */
const options: PacedOptions = { rate: 2, count: 5, seed: 1, startMs: SEEDED_START_MS, templates: numbered };

const clock = (): TestScheduler =>
  new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  });

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const numbers = (): OperatorFunction<Uint8Array, string> => map((batch) => textOf(batch).replace(/ .*\n/g, ''));

describe('generate', () => {
  it('writes a line at the first tick at or after its time, the lines of one tick together, and completes with the last', () => {
    const time = clock();
    time.run(({ expectObservable }) => {
      const lines$ = generate(options, time).pipe(numbers());
      const expected = '650ms a 399ms b 299ms c 49ms d 149ms (e|)';
      expectObservable(lines$).toBe(expected, { a: '0', b: '1', c: '2', d: '3', e: '4' });
    });
  });

  it('catches up: a tick writes all that earlier ones could not', () => {
    const time = clock();
    time.run(({ expectObservable }) => {
      const ready = () => time.now() >= 1400;
      const lines$ = generate({ ...options, ready }, time).pipe(numbers());
      const expected = '1400ms a 149ms (b|)';
      expectObservable(lines$).toBe(expected, { a: '0123', b: '4' });
    });
  });

  it('never writes while the output is not ready', () => {
    const time = clock();
    time.run(({ expectObservable }) => {
      const lines$ = generate({ ...options, ready: () => false }, time);
      const unsub = '  -- 10s !';
      const expected = '-- 10s -';
      expectObservable(lines$, unsub).toBe(expected);
    });
  });

  it('asks before every batch whether the output is ready', () => {
    const time = clock();
    time.run(({ expectObservable }) => {
      let room = 3;
      const lines$ = generate({ ...options, count: undefined, rate: 1e6, ready: () => room-- > 0 }, time);
      const unsub = '  100ms !';
      const expected = '50ms (bbb)';
      expectObservable(lines$.pipe(map(({ length }) => length - (length % BATCH_BYTES))), unsub).toBe(expected, {
        b: BATCH_BYTES,
      });
    });
  });

  it('completes at once when no line is asked for', () => {
    const time = clock();
    time.run(({ expectObservable }) => {
      expectObservable(generate({ ...options, count: 0 }, time), '1s !').toBe('|');
    });
  });

  it('stops when it is unsubscribed from, and leaves nothing on the clock', () => {
    const time = clock();
    time.run(({ expectObservable, flush }) => {
      let asked = 0;
      const templates = (random: unknown, k: number) => {
        asked++;
        return numbered(random, k);
      };
      const lines$ = generate({ ...options, count: undefined, templates }, time).pipe(numbers());
      const unsub = '  1s              !';
      const expected = '650ms a 349ms --';
      expectObservable(lines$, unsub).toBe(expected, { a: '0' });
      flush();
      expect(asked).toBe(2);
      expect(time.actions).toEqual([]);
    });
  });

  it('starts anew for each subscription, at its own time', () => {
    const time = clock();
    time.run(({ expectObservable }) => {
      const lines$ = generate({ ...options, count: 2 }, time).pipe(numbers());
      expectObservable(lines$, '      ^').toBe('650ms a 399ms (b|)          ', { a: '0', b: '1' });
      expectObservable(lines$, '200ms ^').toBe('200ms 650ms a 399ms (b|)', { a: '0', b: '1' });
    });
  });

  it('stamps its lines with the clock when no start is given, else with the start', () => {
    const time = clock();
    time.run(({ expectObservable }) => {
      const stamps = (given: PacedOptions) => generate(given, time).pipe(map((batch) => textOf(batch).slice(2, -2)));
      const values = { a: '01/Jan/1970:00:00:05 +0000', b: '09/May/2018:16:00:00 +0000' };
      const one = { ...options, count: 1 };
      expectObservable(stamps({ ...one, startMs: undefined }), '5s ^').toBe('5s 650ms (a|)', values);
      expectObservable(stamps(one), '5s ^').toBe('5s 650ms (b|)', values);
    });
  });

  it('keeps up with 20,000 lines a second, in batches of whole lines', () => {
    const seconds = 5;
    const time = new VirtualTimeScheduler(undefined, seconds * 1000);
    const batches: Uint8Array[] = [];
    const written$ = generate({ ...options, rate: 20_000, count: undefined, templates: traffic }, time);
    written$.subscribe((batch) => batches.push(batch));
    time.flush();
    for (const batch of batches) expect(batch.at(-1)).toBe(0x0a);
    const count = batches.map(textOf).join('').split('\n').length;
    expect(Math.abs(count / seconds - 20_000)).toBeLessThan(300);
  });

  it('errors when the rate makes no sense', () => {
    const time = clock();
    time.run(({ expectObservable }) => {
      const message = 'The rate 0 is not a number of hits per second: use a number from 0.000001 on';
      expectObservable(generate({ ...options, rate: 0 }, time)).toBe('#', undefined, new RangeError(message));
    });
  });

  it('errors when the templates throw', () => {
    const time = clock();
    time.run(({ expectObservable }) => {
      const error = new Error('no more');
      const templates = (random: unknown, k: number) => {
        if (k === 2) throw error;
        return numbered(random, k);
      };
      const expected = '650ms a 399ms #';
      expectObservable(generate({ ...options, templates }, time).pipe(numbers())).toBe(expected, { a: '0' }, error);
    });
  });
});

describe('generateAtOnce', () => {
  const all = { ...options, startMs: SEEDED_START_MS, rate: 1000, count: 5000, templates: traffic };

  it('gives the same lines as in real time, in batches of whole lines', () => {
    const batches = [...generateAtOnce(all)];
    const expected = [...lines(all)].map(({ line }) => textOf(line)).join('');
    expect(batches.map(textOf).join('')).toBe(expected);
    expect(batches.length).toBe(Math.ceil(expected.length / (BATCH_BYTES + 150)));
    for (const batch of batches) {
      expect(batch.at(-1)).toBe(0x0a);
      expect(batch.length).toBeLessThan(BATCH_BYTES + 1000);
    }
  });

  it('makes a batch when it is pulled, not before', () => {
    let made = 0;
    const templates = (random: unknown, k: number) => {
      made++;
      return numbered(random, k);
    };
    const batches = generateAtOnce({ ...all, count: undefined, templates });
    expect(made).toBe(0);
    batches.next();
    const madeForOne = made;
    expect(madeForOne).toBeLessThan(BATCH_BYTES / 20);
    batches.next();
    expect(made).toBeLessThan(2 * madeForOne + 2);
  });
});
