import { asyncScheduler, Subject } from 'rxjs';
import type { Observable, SchedulerAction, SchedulerLike, Subscription } from 'rxjs';
import type { Arrival } from '../../source/source-event.js';
import { SECOND, secondOf } from '../seconds.js';

/**
 * A longer gap between two signs of life is a pause, in milliseconds. There is one every half second, so a loop that is
 * busy, or collects garbage, for a second and a half has not paused; lines then count at most two seconds late.
 */
export const PAUSE_MS = 2000;

/**
 * How long windows wait for lines written in a pause, in milliseconds: a look at a file that was due in the pause is
 * made up for at once, and there is at least one look a second.
 */
export const GRACE_MS = 2000;

/** The fractions of its multiples are spread evenly, however many there are. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** A pause that was found, in milliseconds since 1970. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** The last pause. */
interface Kept {
  /** As in `Pause`. */
  readonly from: number;
  /** Milliseconds since 1970. */
  readonly woke: number;
  /** How long lines may be caught up with from then on: reading takes less time than writing did. */
  readonly lengthMs: number;
}

/**
 * Notices when the process did not run for a while, as it was stopped, the machine slept or a call blocked it, and
 * knows whether the lines of that time are still being read.
 *
 * A clock that is set forward looks the same as a machine that slept, and is treated the same: lines count in the
 * seconds that they state, so nothing is counted wrong. A clock that is set back makes it forget the pause.
 */
export class Pauses {
  /** Its actions wait during catch-up with a pause, and are tried again each second, so whole seconds stay whole. */
  readonly clock: SchedulerLike;
  // A subject, since the first to look at the clock finds a pause: an action, a chunk or the next sign of life.
  private readonly found = new Subject<Gap>();
  /** Emits each pause when it has ended. */
  readonly found$: Observable<Gap> = this.found;
  /** The time of the last sign of life. */
  private heard: number;
  private kept: Kept | undefined;
  private heldUntil = -Infinity;
  private chunks = 0;

  constructor(private readonly base: SchedulerLike = asyncScheduler) {
    const isHeld = (): boolean => this.isHeld();
    this.heard = base.now();
    this.clock = {
      now: () => base.now(),
      schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delay = 0, state?: T): Subscription {
        const waiting = function (this: SchedulerAction<T>, state?: T): void {
          if (isHeld()) this.schedule(state, SECOND);
          else work.call(this, state);
        };
        return base.schedule(waiting, delay, state);
      },
    };
  }

  /** Records a sign of life. */
  note(): void {
    const now = this.base.now();
    const { heard } = this;
    this.heard = now;
    if (now < heard) this.forget();
    else if (now - heard > PAUSE_MS) this.begin(heard, now);
  }

  /** Whether the lines of a pause are still being read. */
  isHeld(): boolean {
    this.note();
    return this.heard < this.heldUntil;
  }

  /** Records that some lines written in a pause are still unread. */
  hold(): void {
    const { kept } = this;
    if (kept !== undefined) this.heldUntil = Math.min(this.heard + GRACE_MS, kept.woke + kept.lengthMs);
  }

  /** The arrival of a chunk that comes now. */
  arrival(): Arrival {
    const isCatchingUp = this.isHeld();
    const { kept, heard } = this;
    const second = secondOf(heard);
    if (kept === undefined || heard > kept.woke + kept.lengthMs) return { second };
    const to = (isCatchingUp ? second : secondOf(this.heldUntil)) + 1;
    const phase = Math.floor(((++this.chunks * GOLDEN) % 1) * 1024) / 1024;
    return { second, pause: { from: kept.from, to, isCatchingUp, phase } };
  }

  private begin(heard: number, now: number): void {
    // A pause that comes while the lines of the one before are still being read extends it.
    const from = this.kept !== undefined && heard < this.heldUntil ? this.kept.from : secondOf(heard) - 1;
    this.kept = { from, woke: now, lengthMs: Math.max(GRACE_MS, now - from * SECOND) };
    this.heldUntil = now + GRACE_MS;
    this.found.next({ from: heard, to: now });
  }

  private forget(): void {
    this.kept = undefined;
    this.heldUntil = -Infinity;
  }
}
