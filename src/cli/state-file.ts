import { accessSync, constants, existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Checkpoint } from '../monitor/checkpoint.js';
import { decodeCheckpoint, encodeCheckpoint } from '../monitor/checkpoint-binary.js';
import { codeOf } from '../source/fault.js';
import { escapeText } from '../view/escape.js';

const advice: Readonly<Record<string, string>> = {
  EACCES: 'permission denied; run as a user who may, or name another file',
  EROFS: 'the file system is read-only; name a file elsewhere',
  ENOSPC: 'no space left on the device; make some',
  EDQUOT: 'the disk quota is used up; make room',
  EISDIR: 'it is a folder; name a file in it',
  ENOENT: 'its folder is not there; make it, or name a file elsewhere',
  ENOTDIR: 'a part of the path is not a folder; check the path',
};

const reasonOf = (error: unknown): string => advice[codeOf(error)] ?? codeOf(error);

/** The file of `--state`. */
export class StateFile {
  /** What was said when it could not be written. */
  private fault: string | undefined;

  constructor(private readonly path: string) {}

  /** Why it cannot be used; nothing when it can. */
  startFault(): string[] {
    try {
      if (existsSync(this.path)) {
        if (statSync(this.path).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
        accessSync(this.path, constants.R_OK);
      }
      accessSync(dirname(this.path), constants.W_OK | constants.X_OK);
      return [];
    } catch (error) {
      return [`${escapeText(this.path)} cannot keep the state: ${reasonOf(error)}`];
    }
  }

  /**
   * What was saved last; undefined when nothing was.
   *
   * What cannot be read is put aside under another name, as it may be of another program, or of use to someone.
   *
   * @returns why it is not taken, too
   */
  load(): { readonly checkpoint?: Checkpoint; readonly refusal?: string } {
    if (!existsSync(this.path)) return {};
    try {
      return { checkpoint: decodeCheckpoint(readFileSync(this.path)) };
    } catch (error) {
      const aside = this.asidePath();
      renameSync(this.path, aside);
      const reason = error instanceof RangeError ? error.message : reasonOf(error);
      return {
        refusal: `${escapeText(this.path)} is not taken up: ${reason}; it is kept as ${escapeText(aside)}, and counting starts afresh`,
      };
    }
  }

  /**
   * Replaces what was saved, in one step: whenever the program is killed, the file holds the one or the other as a whole.
   * It is not forced to the disk: after a power failure it may be older, or damaged and refused.
   *
   * @param between done when it has been written and before it takes the place of the one before
   * @returns what is to be said: that it cannot be written, or can again, once each
   */
  save(checkpoint: Checkpoint, between?: () => void): string[] {
    const path = escapeText(this.path);
    const before = this.fault;
    try {
      const unfinished = `${this.path}.new`;
      writeFileSync(unfinished, encodeCheckpoint(checkpoint), { mode: 0o600 });
      between?.();
      renameSync(unfinished, this.path);
      this.fault = undefined;
      return before === undefined ? [] : [`${path} is written again`];
    } catch (error) {
      this.fault = `${path} cannot be written: ${reasonOf(error)}; a restart would go on from the state before`;
      return this.fault === before ? [] : [this.fault];
    }
  }

  /** A name that nothing has yet. */
  private asidePath(): string {
    for (let i = 0; ; i++) {
      const path = `${this.path}.refused${i === 0 ? '' : `-${i}`}`;
      if (!existsSync(path)) return path;
    }
  }
}
