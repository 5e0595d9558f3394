import { readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isExhausted } from './kin.js';
import { siblingsOf } from './siblings.js';
import type { Sibling } from './siblings.js';

/** As many as Linux goes after. */
const MAX_LINKS = 40;

/** Where a log lies, links left aside: rotated files lie beside it. */
export class Home {
  /** The path of the log without links; where they lead to nothing yet, where it would be. */
  path: string;
  /** When the folder last changed, in nanoseconds since 1970, and how often that was the answer. */
  private time = 0n;
  private asked = 0;

  constructor(private readonly name: string) {
    this.path = homeOf(name);
  }

  /** Follows the links anew; says whether they lead elsewhere. */
  find(): boolean {
    const before = this.path;
    this.path = homeOf(this.name);
    return this.path !== before;
  }

  /**
   * The siblings of the log; none when the folder may not be listed.
   *
   * @throws the system's error when no more files can be opened
   */
  list(): Sibling[] {
    try {
      return siblingsOf(this.path);
    } catch (error) {
      if (isExhausted(error)) throw error;
      return [];
    }
  }

  /** Undefined when the folder cannot be listed. */
  tryToList(): Sibling[] | undefined {
    try {
      return siblingsOf(this.path);
    } catch {
      return undefined;
    }
  }

  /** Whether something may have come or gone beside the log since this was last asked. */
  isTouched(): boolean {
    const time = mtimeOf(dirname(this.path));
    this.asked = time === this.time ? this.asked + 1 : 0;
    this.time = time;
    // Times are told in steps of some milliseconds: the one that was seen may have been seen too early. And a folder that is
    // being changed may be listed without some of its files.
    return this.asked < 3;
  }
}

function homeOf(path: string, links = 0): string {
  return realPathOf(path) ?? (links < MAX_LINKS ? targetOf(path, links) : undefined) ?? resolve(path);
}

function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function targetOf(path: string, links: number): string | undefined {
  try {
    const target = readlinkSync(path);
    return homeOf(resolve(realPathOf(dirname(path)) ?? dirname(path), target), links + 1);
  } catch {
    return undefined;
  }
}

/** When a folder was last changed, in nanoseconds since 1970; -1 when that cannot be told. */
function mtimeOf(path: string): bigint {
  try {
    return statSync(path, { bigint: true }).mtimeNs;
  } catch {
    return -1n;
  }
}
