import { statSync } from 'node:fs';
import { fsPath } from '../paths/path-bytes.js';

/** Tells whether anything may have come or gone in a folder, by the time at which it was changed last. */
export class Touched {
  /** In nanoseconds since 1970. */
  private time = 0n;
  /** How often it has been the same since. */
  private asked = 0;

  /** Whether something may have since this was last asked. */
  isTouched(folder: string): boolean {
    const time = mtimeOf(folder);
    this.asked = time === this.time ? this.asked + 1 : 0;
    this.time = time;
    // Times are told in steps of some milliseconds: the one that was seen may have been seen too early. And a folder that is
    // being changed may be listed without some of its files.
    return this.asked < 3;
  }
}

/** When a folder was last changed, in nanoseconds since 1970; -1 when that cannot be told. */
function mtimeOf(path: string): bigint {
  try {
    return statSync(fsPath(path), { bigint: true }).mtimeNs;
  } catch {
    return -1n;
  }
}
