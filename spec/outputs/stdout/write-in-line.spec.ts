import { describe, expect, it } from '@jest/globals';
import { filter, map, merge, NEVER, of, Subject, tap } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { inLine } from '../../../src/outputs/stdout/write-in-line.js';
import type { Step } from '../../../src/outputs/stdout/write-in-line.js';
import { runMarbles } from '../../support/marbles.js';

/** An output that takes some milliseconds for each item, or is stuck from a time to another. */
class Output {
  private readonly freed = new Subject<void>();
  readonly freed$ = this.freed.asObservable();
  private isBusy = false;

  constructor(
    private readonly clock: SchedulerLike,
    private readonly durationAt: (time: number) => number,
  ) {}

  readonly isFree = (): boolean => !this.isBusy;

  write(): void {
    const duration = this.durationAt(this.clock.now());
    if (duration === 0) return;
    this.isBusy = true;
    this.clock.schedule(() => {
      this.isBusy = false;
      this.freed.next();
    }, duration);
  }
}

const append = (waiting: readonly string[], item: string): readonly string[] => [...waiting, item];
/** Of letters at most two wait, the last of them with all that came later. */
const atMostTwo = (waiting: readonly string[], item: string): readonly string[] =>
  waiting.length < 2 ? [...waiting, item] : [...waiting.slice(0, -1), `${waiting.at(-1) ?? ''}${item}`];

const through =
  (
    output: Output,
    join: (waiting: readonly string[], item: string) => readonly string[] = append,
  ): ((items$: Observable<string>) => Observable<Step<string>>) =>
  (items$) =>
    items$.pipe(
      map((item) => [item]),
      inLine({ join, isFree: output.isFree, freed$: output.freed$ }),
      tap(({ kind }) => {
        if (kind === 'next') output.write();
      }),
      filter(({ kind }) => kind !== 'through'),
    );

/** A step in short: what is written now, has been, or waits, and what is left. */
const inShort = map((step: Step<string>): string => {
  if (step.kind === 'waits') return `… ${step.left.join(',')}`;
  const item = step.kind === 'through' ? '' : ` ${step.item}`;
  return `${step.kind}${item} ${step.left.join(',')}`.trim();
});

describe('inLine', () => {
  it('gives each item out as it comes while the output takes it at once', () => {
    runMarbles(({ hot, expectObservable, expectSubscriptions, clock }) => {
      const items = hot('  a 9ms b 9ms |   ');
      const subs = '       ^ 19ms       !   ';
      const expected = '   (ab) 6ms (cd) 6ms |';
      const output = new Output(clock, () => 0);
      expectObservable(items.pipe(through(output), inShort)).toBe(expected, {
        a: 'next a',
        b: 'written a',
        c: 'next b',
        d: 'written b',
      });
      expectSubscriptions(items.subscriptions).toBe(subs);
    });
  });

  it('has items wait in order, and completes when the last has been written', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const items = hot('  abc|');
      // Each takes 10 ms.
      const expected = '   abc 7ms (de) 6ms (fg) 6ms (h|)';
      const output = new Output(clock, () => 10);
      expectObservable(items.pipe(through(output), inShort)).toBe(expected, {
        a: 'next a',
        b: '… a,b',
        c: '… a,b,c',
        d: 'written a b,c',
        e: 'next b c',
        f: 'written b c',
        g: 'next c',
        h: 'written c',
      });
    });
  });

  it('lets what waits be merged, and not what is being written', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const items = hot('  abcde|');
      const expected = '   abcjk 5ms (ef) 6ms (gh) 6ms (i|)';
      const output = new Output(clock, () => 10);
      expectObservable(items.pipe(through(output, atMostTwo), inShort)).toBe(expected, {
        a: 'next a',
        b: '… a,b',
        c: '… a,b,c',
        j: '… a,b,cd',
        k: '… a,b,cde',
        e: 'written a b,cde',
        f: 'next b cde',
        g: 'written b cde',
        h: 'next cde',
        i: 'written cde',
      });
    });
  });

  it('says when all that came together has been given out or waits, also of nothing', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const items = hot('  a------b-|', { a: ['a', 'b'], b: [] });
      const expected = '   (abcde)f-|';
      const output = new Output(clock, () => 0);
      const steps = items.pipe(inLine({ join: append, isFree: output.isFree, freed$: output.freed$ }), inShort);
      expectObservable(steps).toBe(expected, {
        a: 'next a',
        b: 'written a',
        c: 'next b',
        d: 'written b',
        e: 'through',
        f: 'through',
      });
    });
  });

  it('never gives out anything of an empty source, and completes with it', () => {
    runMarbles(({ cold, expectObservable, clock }) => {
      const output = new Output(clock, () => 0);
      expectObservable(cold('-').pipe(through(output))).toBe('-');
      expectObservable(cold('5ms |').pipe(through(output))).toBe('5ms |');
    });
  });

  it('passes on errors, of the source and of what puts items in line, at once', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const full = new Error('full');
      const output = new Output(clock, () => 10);
      expectObservable(hot('  ab#').pipe(through(output), inShort)).toBe('ab#', { a: 'next a', b: '… a,b' });
      const throwing = (waiting: readonly string[], item: string): readonly string[] => {
        if (item === 'c') throw full;
        return [...waiting, item];
      };
      expectObservable(hot('  abc').pipe(through(new Output(clock, () => 10), throwing), inShort)).toBe(
        'ab#',
        { a: 'next a', b: '… a,b' },
        full,
      );
    });
  });

  it('lets go of the source on unsubscribe while items wait', () => {
    runMarbles(({ hot, expectObservable, expectSubscriptions, clock }) => {
      const items = hot('  abc 20ms d');
      const unsub = '      --- 5ms !';
      const output = new Output(clock, () => 100);
      expectObservable(items.pipe(through(output), inShort), unsub).toBe('abc', {
        a: 'next a',
        b: '… a,b',
        c: '… a,b,c',
      });
      expectSubscriptions(items.subscriptions).toBe('^-- 5ms !');
    });
  });

  it('may be subscribed to twice: each has its own line', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const items = hot('  a---b').pipe(map((item) => [item]));
      const operator = inLine<string>({ join: append, isFree: () => false, freed$: hot('-') });
      const values = { a: '… a', x: 'through a', b: '… a,b', y: 'through a,b' };
      for (let i = 0; i < 2; i++) expectObservable(items.pipe(operator, inShort)).toBe('(ax)(by)', values);
      clock.flush();
    });
  });

  it('gives out any number at once without a deeper stack', () => {
    const freed$ = new Subject<void>();
    let isFree = false;
    let written = 0;
    merge(NEVER, of(Array.from({ length: 5_000 }, (_, i) => i)))
      .pipe(inLine<number>({ join: inPlace, isFree: () => isFree, freed$ }))
      .subscribe(({ kind }) => {
        if (kind === 'next') written++;
      });
    isFree = true;
    freed$.next();
    expect(written).toBe(5_000);
  });
});

/** Copies of so many would take long. */
function inPlace(waiting: readonly number[], item: number): readonly number[] {
  (waiting as number[]).push(item);
  return waiting;
}
