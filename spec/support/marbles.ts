import { expect } from '@jest/globals';
import type { SchedulerAction, SchedulerLike } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import type { RunHelpers } from 'rxjs/testing';

export interface MarbleHelpers extends RunHelpers {
  /** The clock to pass to operators; its time is the frame of the diagrams. */
  readonly clock: TestScheduler;
}

/** Runs one scenario of marble diagrams; a marble takes 1 ms, `10s` wants a space behind it. */
export function runMarbles(scenario: (helpers: MarbleHelpers) => void): void {
  const clock = new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  });
  clock.run((helpers) => {
    scenario({ ...helpers, clock });
  });
}

/** A clock that is ahead of `base` by milliseconds that may change while it runs. */
export function aheadOf(base: SchedulerLike, ahead: () => number): SchedulerLike {
  return {
    now: () => base.now() + ahead(),
    schedule: base.schedule.bind(base),
  };
}

/** A clock whose actions run some milliseconds later than asked for. */
export function lateBy(base: TestScheduler, milliseconds: number): SchedulerLike {
  return {
    now: () => base.now(),
    schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delay = 0, state?: T) {
      return base.schedule(work, delay + milliseconds, state);
    },
  };
}

/** A clock that leaps ahead, each time so many milliseconds after the beginning by so many, as it does over a pause. */
export function leaping(
  base: TestScheduler,
  ...leaps: readonly (readonly [after: number, by: number])[]
): SchedulerLike {
  let ahead = 0;
  for (const [after, by] of leaps) base.schedule(() => (ahead += by), after);
  return aheadOf(base, () => ahead);
}
