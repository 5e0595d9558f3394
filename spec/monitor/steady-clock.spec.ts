import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asyncScheduler, bufferTime, map, NEVER, take, VirtualTimeScheduler } from 'rxjs';
import type { SchedulerAction, SchedulerLike, Subscription } from 'rxjs';
import { steadyClock } from '../../src/monitor/steady-clock.js';
import { runMarbles } from '../support/marbles.js';

interface BaseOptions {
  /** What the clock shows when nothing has happened yet. */
  readonly start?: number;
  /** Milliseconds by which the nth timer fires late, or early when negative. */
  readonly late?: (n: number) => number;
}

/** A scheduler as a process has it: timers count the time that goes by, and the clock on the wall may be set. */
class FakeBase implements SchedulerLike {
  private readonly virtual = new VirtualTimeScheduler();
  private readonly given: Subscription[] = [];
  private ahead: number;
  private readonly late: (n: number) => number;

  constructor({ start = 0, late = () => 0 }: BaseOptions = {}) {
    this.ahead = start;
    this.late = late;
  }

  now(): number {
    return this.virtual.now() + this.ahead;
  }

  schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delay = 0, state?: T): Subscription {
    const late = this.late(this.given.length);
    const timer = this.virtual.schedule(work, delay === 0 ? 0 : Math.max(1, delay + late), state);
    this.given.push(timer);
    return timer;
  }

  /** Sets the clock by so many milliseconds. */
  set(change: number): void {
    this.ahead += change;
  }

  /** Sets the clock by so many milliseconds, when so many have gone by. */
  setBy(change: number, after: number): void {
    this.virtual.schedule(() => {
      this.set(change);
    }, after);
  }

  /** Timers that were not released yet. */
  get held(): number {
    return this.given.filter(({ closed }) => !closed).length;
  }

  /** Lets so much time go by, and whatever is due in it happen. */
  run(milliseconds: number): void {
    this.virtual.maxFrames = this.virtual.frame + milliseconds;
    this.virtual.flush();
    this.virtual.frame = this.virtual.maxFrames;
  }
}

/** What the clock shows each time that an action that repeats itself runs. */
function repeated(base: FakeBase, delay: number, milliseconds: number): number[] {
  const times: number[] = [];
  const repeating = steadyClock(base).schedule(function (this: SchedulerAction<unknown>) {
    times.push(base.now());
    this.schedule(undefined, delay);
  }, delay);
  base.run(milliseconds);
  repeating.unsubscribe();
  return times;
}

/** The same for an action that makes a new one each time, as `bufferTime` and `windowTime` do. */
function renewed(base: FakeBase, delay: number, milliseconds: number): number[] {
  const times: number[] = [];
  const buffers = NEVER.pipe(
    bufferTime(delay, null, Infinity, steadyClock(base)),
    map(() => base.now()),
  ).subscribe((time) => times.push(time));
  base.run(milliseconds);
  buffers.unsubscribe();
  return times;
}

const seconds = (from: number, to: number, late = 0): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => (from + i) * 1000 + late);

describe('steadyClock', () => {
  it('shows the time of its base', () => {
    const base = new FakeBase({ start: 1_525_881_639_123 });
    expect(steadyClock(base).now()).toBe(1_525_881_639_123);
  });

  it('takes asyncScheduler for its base unless told', () => {
    runMarbles(({ expectObservable }) => {
      const seconds$ = NEVER.pipe(bufferTime(1000, null, Infinity, steadyClock()), take(2));
      expectObservable(seconds$).toBe('1s x 999ms (x|)', { x: [] });
      expect(steadyClock().now()).toBe(asyncScheduler.now());
    });
  });

  it('hands an action its state', () => {
    const base = new FakeBase();
    const states: unknown[] = [];
    steadyClock(base).schedule(
      function (this: SchedulerAction<string>, state) {
        states.push(state);
        if (states.length < 3) this.schedule(`${state}!`, 1000);
      },
      1000,
      'a',
    );
    base.run(5000);
    expect(states).toEqual(['a', 'a!', 'a!!']);
  });

  describe.each([
    ['an action that repeats itself', repeated],
    ['actions that each make the next one', renewed],
  ])('with %s', (_, timesOf) => {
    it('falls on whole seconds of the clock from the first time on', () => {
      expect(timesOf(new FakeBase({ start: 5700 }), 1000, 4000)).toEqual(seconds(6, 9));
    });

    it('waits the full delay when it begins on a whole second', () => {
      expect(timesOf(new FakeBase({ start: 5000 }), 1000, 3000)).toEqual(seconds(6, 8));
      expect(timesOf(new FakeBase({ start: 5000 }), 10_000, 30_000)).toEqual([15_000, 25_000, 35_000]);
    });

    it('begins a longer delay within the second before it would end', () => {
      expect(timesOf(new FakeBase({ start: 5700 }), 10_000, 30_000)).toEqual([15_000, 25_000, 35_000]);
    });

    it('does not drift when every timer is 3 ms late', () => {
      const times = timesOf(new FakeBase({ start: 5700, late: () => 3 }), 1000, 1_000_000);
      expect(times).toEqual(seconds(6, 1005, 3));
    });

    it('does not drift over long delays when every timer is 3 ms late', () => {
      const times = timesOf(new FakeBase({ late: () => 3 }), 10_000, 101_000);
      expect(times).toEqual(Array.from({ length: 10 }, (_, i) => (i + 1) * 10_000 + 3));
    });

    it('is never early when timers fire early', () => {
      const times = timesOf(new FakeBase({ start: 5700, late: () => -2 }), 1000, 100_000);
      expect(times).toEqual(seconds(6, 105));
    });

    it('runs once for all the seconds that a stop made it miss', () => {
      const base = new FakeBase({ late: (n) => (n === 2 ? 7400 : 0) });
      expect(timesOf(base, 1000, 14_000)).toEqual([1000, 2000, 10_400, 11_000, 12_000, 13_000, 14_000]);
    });

    it('goes on with the new seconds when the clock leaps forward', () => {
      const base = new FakeBase();
      base.setBy(3_600_000, 2500);
      expect(timesOf(base, 1000, 5000)).toEqual([1000, 2000, 3_603_000, 3_604_000, 3_605_000]);
    });

    it('goes on with the new seconds when the clock is set back by an hour while it waits', () => {
      const base = new FakeBase({ start: 10_000_000 });
      base.setBy(-3_600_200, 2500);
      expect(timesOf(base, 1000, 6000)).toEqual([10_001_000, 10_002_000, 6_403_000, 6_404_000, 6_405_000]);
    });

    it('leaves delays of less than a second as they are', () => {
      expect(timesOf(new FakeBase({ start: 5700 }), 250, 1000)).toEqual([5950, 6200, 6450, 6700]);
    });

    it('leaves delays that are no whole seconds as they are', () => {
      expect(timesOf(new FakeBase({ start: 5000 }), 1500, 6000)).toEqual([6500, 8000, 9500, 11_000]);
    });

    it('falls on every whole second in turn, however late or early the timers are', () => {
      fc.assert(
        fc.property(fc.nat(5000), fc.array(fc.integer({ min: -20, max: 400 }), { minLength: 1 }), (start, lates) => {
          const base = new FakeBase({ start, late: (n) => lates[n % lates.length] ?? 0 });
          const times = timesOf(base, 1000, 60_000);
          const first = Math.floor(start / 1000) + 1;
          expect(times.length).toBeGreaterThanOrEqual(59);
          expect(times.map((time) => Math.floor(time / 1000))).toEqual(times.map((_, i) => first + i));
          // A timer that was early is set once more, and may be late then.
          expect(Math.max(...times.map((time) => time % 1000))).toBeLessThanOrEqual(400);
        }),
      );
    });
  });

  it('goes on with the new seconds when the clock is set back by an hour while the action runs', () => {
    const base = new FakeBase({ start: 10_000_000 });
    const times: number[] = [];
    steadyClock(base).schedule(function (this: SchedulerAction<unknown>) {
      if (times.push(base.now()) === 2) base.set(-3_600_200);
      this.schedule(undefined, 1000);
    }, 1000);
    base.run(5000);
    expect(times).toEqual([10_001_000, 10_002_000, 6_402_000, 6_403_000, 6_404_000]);
  });

  it('does not drift with a repeated action of less than a second', () => {
    const times = repeated(new FakeBase({ late: () => 3 }), 100, 100_050);
    expect(times).toHaveLength(1000);
    expect(times.at(-1)).toBe(100_003);
  });

  it('runs an action without delay at once, and again', () => {
    const base = new FakeBase({ start: 5700 });
    const times: number[] = [];
    steadyClock(base).schedule(function (this: SchedulerAction<unknown>) {
      if (times.push(base.now()) < 3) this.schedule();
    });
    base.run(10);
    expect(times).toEqual([5700, 5700, 5700]);
  });

  it("releases the base's timer when it is unsubscribed", () => {
    const base = new FakeBase();
    let runs = 0;
    const action = steadyClock(base).schedule(() => runs++, 1000);
    base.run(500);
    expect(base.held).toBe(1);
    action.unsubscribe();
    expect(base.held).toBe(0);
    base.run(5000);
    expect(runs).toBe(0);
  });

  it("releases the base's timer of a repeated action, too, and cannot be scheduled again", () => {
    const base = new FakeBase();
    let runs = 0;
    const action = steadyClock(base).schedule(function (this: SchedulerAction<unknown>) {
      runs++;
      this.schedule(undefined, 1000);
    }, 1000) as SchedulerAction<unknown>;
    base.run(2500);
    expect(runs).toBe(2);
    action.unsubscribe();
    action.schedule(undefined, 1000);
    expect(base.held).toBe(0);
    base.run(5000);
    expect(runs).toBe(2);
  });

  it('keeps one timer of its base at a time, however often it repeats', () => {
    const base = new FakeBase({ late: () => -1 });
    const action = steadyClock(base).schedule(function (this: SchedulerAction<unknown>) {
      this.schedule(undefined, 1000);
    }, 1000);
    base.run(100_000);
    expect(base.held).toBe(1);
    action.unsubscribe();
    expect(base.held).toBe(0);
  });
});
