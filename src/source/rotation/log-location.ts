import { readlinkSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isExhausted } from '../file/file-contents.js';
import { fsPath, pathOfBytes } from '../paths/path-bytes.js';
import { siblingsOf } from './rotated-files.js';
import type { Sibling } from './rotated-files.js';
import { Touched } from '../events/folder-mtime.js';

/** As many as Linux follows. */
const MAX_LINKS = 40;

/** The log's real path; rotated files are beside it. */
export class LogLocation {
  /** The path of the log without links; if they lead to nothing yet, the path it would have. */
  path: string;
  private readonly touched = new Touched();

  constructor(private readonly name: string) {
    this.path = homeOf(name);
  }

  /** Follows the links again; returns whether they lead elsewhere. */
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

  /** Whether something may have come or gone beside the log since the last call. */
  isTouched(): boolean {
    return this.touched.isTouched(dirname(this.path));
  }
}

function homeOf(path: string, links = 0): string {
  return realPathOf(path) ?? (links < MAX_LINKS ? targetOf(path, links) : undefined) ?? resolve(path);
}

function realPathOf(path: string): string | undefined {
  try {
    return pathOfBytes(realpathSync.native(fsPath(path), 'buffer'));
  } catch {
    return undefined;
  }
}

function targetOf(path: string, links: number): string | undefined {
  try {
    const target = pathOfBytes(readlinkSync(fsPath(path), 'buffer'));
    return homeOf(resolve(realPathOf(dirname(path)) ?? dirname(path), target), links + 1);
  } catch {
    return undefined;
  }
}
