import { setTimeout as sleep } from 'node:timers/promises';
import { ended } from '../process/children.mjs';

const LOOK_MS = 1000;

/** Another program that follows a file, and tells only at its end how many lines it has counted. */
export class Blind {
  counts = { hits: 0, unparsed: 0 };
  /** The exit code or the signal, once it has ended. */
  end;

  constructor(child) {
    this.child = child;
    child.stdout?.resume();
    child.stderr?.resume();
    this.ended = ended(child).then((end) => (this.end = end));
  }

  async look() {
    await Promise.race([sleep(LOOK_MS), this.ended]);
  }
}
