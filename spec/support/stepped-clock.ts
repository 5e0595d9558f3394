import { setTimeout as real } from 'node:timers/promises';
import { VirtualAction, VirtualTimeScheduler } from 'rxjs';

const PATIENCE_MS = 60_000;

/** A scheduler whose time passes only when a spec says so, in milliseconds, while the real world goes on beside it. */
export class SteppedClock extends VirtualTimeScheduler {
  constructor() {
    super(VirtualAction, 0);
  }

  /** Lets time pass, and with it happen what was due meanwhile. */
  step(ms: number): void {
    this.maxFrames = this.frame + ms;
    this.flush();
    this.frame = this.maxFrames;
  }

  /**
   * Waits for what must come: lets this clock's time and the event loop pass in turn. Time passes at most `stepMs` a turn,
   * so that reading a file has its turns before half a minute is over; with 0 it stands still.
   */
  async until(what: string, hasCome: () => boolean, stepMs = 10): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    while (!hasCome()) {
      if (performance.now() > deadline) throw new Error(`${what}: did not come within ${PATIENCE_MS / 1000} s`);
      await this.turn(stepMs);
    }
  }

  /** Lets time pass, then the event loop once. */
  async turn(ms: number): Promise<void> {
    this.step(ms);
    await real(1);
  }
}
