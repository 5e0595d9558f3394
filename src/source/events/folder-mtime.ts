import { statSync } from 'node:fs';
import { fsPath } from '../paths/path-bytes.js';

/** Detects whether anything may have come or gone in a folder, by the time of its last change. */
export class Touched {
  /** In nanoseconds since 1970. */
  private time = 0n;
  /** How many times in a row it has been the same. */
  private asked = 0;

  /** Whether something may have come or gone since the last call. */
  isTouched(folder: string): boolean {
    const time = mtimeOf(folder);
    this.asked = time === this.time ? this.asked + 1 : 0;
    this.time = time;
    // Times advance in steps of some milliseconds: the folder may have changed again within the same step. And the
    // listing of a folder that is changing may lack some of its files.
    return this.asked < 3;
  }
}

/** When a folder was last changed, in nanoseconds since 1970; -1 when unknown. */
function mtimeOf(path: string): bigint {
  try {
    return statSync(fsPath(path), { bigint: true }).mtimeNs;
  } catch {
    return -1n;
  }
}
