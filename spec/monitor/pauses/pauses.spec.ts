import { describe, expect, it } from '@jest/globals';
import { interval, map } from 'rxjs';
import { Pauses } from '../../../src/monitor/pauses/pauses.js';
import { leaping, runMarbles } from '../../support/marbles.js';
import { SteppedClock } from '../../support/stepped-clock.js';

/** A clock that is stopped, and the pauses that are found by it. */
class Stopped {
  readonly pauses: Pauses;
  readonly found: (readonly [from: number, to: number])[] = [];
  private readonly clock = new SteppedClock();

  constructor() {
    this.pauses = new Pauses(this.clock);
    this.pauses.found$.subscribe(({ from, to }) => this.found.push([from, to]));
  }

  /** Lets so many milliseconds go by without a sign of life, then gives one; time may go back. */
  pass(milliseconds: number): this {
    this.clock.frame += milliseconds;
    this.pauses.note();
    return this;
  }

  /** The seconds of the pause that a chunk which comes now may be of, and whether it is being caught up with. */
  get seconds(): (number | boolean)[] | undefined {
    const { pause } = this.pauses.arrival();
    return pause && [pause.from, pause.to, pause.isCatchingUp];
  }
}

describe('Pauses', () => {
  it('finds no pause in signs of life that are two seconds apart', () => {
    const stopped = new Stopped().pass(500).pass(2000).pass(2000).pass(1500);
    expect(stopped.found).toEqual([]);
    expect(stopped.pauses.arrival()).toEqual({ second: 6 });
    expect(stopped.pauses.isHeld()).toBe(false);
  });

  it('finds one in signs of life that are further apart, when it is over', () => {
    const stopped = new Stopped().pass(10_500).pass(500).pass(2001);
    expect(stopped.found).toEqual([
      [0, 10_500],
      [11_000, 13_001],
    ]);
  });

  it('catches up for two seconds with the lines of a pause, from a second before it', () => {
    const stopped = new Stopped().pass(1000).pass(1000).pass(60_000);
    expect(stopped.seconds).toEqual([1, 63, true]);
    expect(stopped.pass(1999).seconds).toEqual([1, 64, true]);
    expect(stopped.pass(1).seconds).toEqual([1, 65, false]);
    expect(stopped.pass(1000).seconds).toEqual([1, 65, false]);
  });

  it('catches up longer as long as more is to be read, though no longer than the pause was', () => {
    const stopped = new Stopped().pass(1000).pass(1000).pass(4000);
    for (let i = 0; i < 4; i++) {
      stopped.pass(1000).pauses.hold();
      expect(stopped.pauses.isHeld()).toBe(true);
    }
    expect(stopped.pass(1000).seconds).toEqual([1, 12, false]);
    expect(stopped.pass(1).seconds).toBeUndefined();
  });

  it('knows of a pause as long again as it was', () => {
    const stopped = new Stopped().pass(1000).pass(1000).pass(60_000).pass(2000);
    for (let i = 0; i < 29; i++) expect(stopped.pass(2000).seconds).toEqual([1, 65, false]);
    expect(stopped.pass(2000).seconds).toBeUndefined();
  });

  it('takes a pause that comes while it catches up for one with the one before', () => {
    const stopped = new Stopped().pass(1000).pass(1000).pass(60_000).pass(500).pass(60_000);
    expect(stopped.seconds).toEqual([1, 123, true]);
    expect(stopped.pass(2000).pass(10_000).seconds).toEqual([123, 135, true]);
  });

  it('forgets a pause when the clock is set back, and finds the next one', () => {
    const stopped = new Stopped().pass(100_000).pass(60_000).pass(-70_000);
    expect(stopped.pauses.isHeld()).toBe(false);
    expect(stopped.seconds).toBeUndefined();
    expect(stopped.pass(1000).pass(3000).seconds).toEqual([90, 95, true]);
  });

  it('spreads chunks that follow each other all over a pause', () => {
    const { pauses } = new Stopped().pass(60_000);
    const phases = Array.from({ length: 100 }, () => pauses.arrival().pause?.phase ?? 0).sort((a, b) => a - b);
    for (const [i, phase] of phases.entries()) expect(Math.abs(phase - i / 100)).toBeLessThan(0.03);
  });

  it('has the actions of its clock wait, on whole seconds, until a pause has been caught up with', () => {
    runMarbles(({ expectObservable, clock }) => {
      const ahead = leaping(clock, [2700, 60_000]);
      const pauses = new Pauses(ahead);
      // It wakes at the third, which comes when that second is over.
      const times = interval(1000, pauses.clock).pipe(map(() => ahead.now() / 1000));
      const subs = '    ^ 6500ms                             !';
      const expected = '1s a 999ms b       2999ms c 999ms d';
      expectObservable(times, subs).toBe(expected, { a: 1, b: 2, c: 65, d: 66 });
    });
  });

  it('has nothing wait where there is no pause, and hands actions their state', () => {
    runMarbles(({ clock }) => {
      const states: unknown[] = [];
      new Pauses(clock).clock.schedule((state) => states.push(state), 1000, 'a');
      clock.schedule(() => {
        expect(states).toEqual(['a']);
      }, 1001);
    });
  });

  it('lets go of what waits', () => {
    runMarbles(({ expectObservable, clock }) => {
      const pauses = new Pauses(leaping(clock, [500, 60_000]));
      expectObservable(interval(1000, pauses.clock), '^ 1500ms !').toBe('');
      clock.schedule(() => {
        expect(clock.actions).toEqual([]);
      }, 1600);
    });
  });
});
