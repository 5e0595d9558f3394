import { asyncScheduler, Subscription } from 'rxjs';
import type { SchedulerAction, SchedulerLike } from 'rxjs';
import { SECOND } from './seconds.js';

/**
 * Makes a scheduler whose repeated actions neither drift nor come early, and whose actions with a delay of whole
 * seconds fall on whole seconds of the clock: the first one on the last whole second within its delay, the others
 * follow it exactly. An action that the process missed (it was stopped, or the machine slept) is made up for once, not
 * as often as it was missed.
 *
 * A bare `asyncScheduler` loses about a millisecond each time (Node's `setInterval` counts from the last run), so that
 * after a quarter of an hour of seconds one would be skipped. `bufferTime` and `windowTime` do not repeat an action but
 * make a new one each time, a little late: rounded down, these too follow each other exactly.
 */
export function steadyClock(base: SchedulerLike = asyncScheduler): SchedulerLike {
  return {
    now: () => base.now(),
    schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delay = 0, state?: T): Subscription {
      return new SteadyAction(base, work).schedule(state, delay);
    },
  };
}

class SteadyAction<T> extends Subscription implements SchedulerAction<T> {
  private due: number | undefined;
  private timer: Subscription | undefined;

  constructor(
    private readonly base: SchedulerLike,
    private readonly work: (this: SchedulerAction<T>, state?: T) => void,
  ) {
    super();
  }

  schedule(state?: T, delay = 0): Subscription {
    if (this.closed) return this;
    this.due = this.dueAfter(delay);
    this.wait(state);
    return this;
  }

  private dueAfter(delay: number): number {
    const now = this.base.now();
    // This is the first time, or the clock was set back.
    if (this.due === undefined || this.due > now) return firstDue(now, delay);
    const due = this.due + delay;
    if (due > now || delay === 0) return due;
    return due + delay * Math.ceil((now - due + 1) / delay);
  }

  private wait(state: T | undefined): void {
    if (this.timer !== undefined) {
      this.remove(this.timer);
      this.timer.unsubscribe();
    }
    const due = this.due ?? 0;
    const since = this.base.now();
    this.timer = this.base.schedule(
      () => {
        const now = this.base.now();
        if (now >= due) {
          this.work.call(this, state);
        } else {
          // The timer was early; or the clock was set back, and `due` may be hours away.
          if (now < since) this.due = wholeSecondAfter(now);
          this.wait(state);
        }
      },
      Math.max(0, due - since),
    );
    this.add(this.timer);
  }
}

function firstDue(now: number, delay: number): number {
  const isWholeSeconds = delay >= SECOND && delay % SECOND === 0;
  return isWholeSeconds ? Math.floor((now + delay) / SECOND) * SECOND : now + delay;
}

const wholeSecondAfter = (time: number): number => Math.ceil(time / SECOND) * SECOND;
