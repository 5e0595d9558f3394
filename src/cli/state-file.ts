import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Checkpoint } from '../monitor/checkpoint.js';
import { decodeCheckpoint, encodeCheckpoint } from '../monitor/checkpoint-binary.js';
import { codeOf, tryToRead } from '../source/fault.js';
import { escapeText } from '../view/escape.js';

const advice: Readonly<Record<string, string>> = {
  EACCES: 'permission denied; run as a user who may, or name another file',
  EPERM: 'not permitted; name another file',
  EROFS: 'the file system is read-only; name a file elsewhere',
  ENOSPC: 'no space left on the device; make some',
  EDQUOT: 'the disk quota is used up; make room',
  EISDIR: 'it is a folder; name a file in it',
  ENOENT: 'its folder is not there; make it, or name a file elsewhere',
  ENOTDIR: 'a part of the path is not a folder; check the path',
};

const reasonOf = (error: unknown): string => advice[codeOf(error)] ?? codeOf(error);

/** What was saved, or why it is not taken up; nothing when nothing was. */
export interface Loaded {
  readonly checkpoint?: Checkpoint;
  readonly refusal?: string;
}

/** The file of `--state`. The logs stand in it by their whole paths, so that it holds from any folder. */
export class StateFile {
  /** What was said when it could not be written. */
  private fault: string | undefined;

  /** @param logs the paths that are followed */
  constructor(
    readonly path: string,
    private readonly logs: readonly string[],
  ) {}

  /** Why it cannot be used; nothing when it can. */
  startFault(): string[] {
    try {
      this.checkFile();
      this.checkFolder();
      return [];
    } catch (error) {
      return [`${escapeText(this.path)} cannot keep the state: ${reasonOf(error)}`];
    }
  }

  /**
   * What was saved last.
   *
   * What cannot be read is put aside under another name, as it may be of another program, or of use to someone.
   */
  load(): Loaded {
    if (!existsSync(this.path)) return {};
    try {
      const { sources, ...rest } = decodeCheckpoint(readFileSync(this.path));
      const given = new Map(this.logs.map((log) => [resolve(log), log]));
      const named = [...sources].map(([path, progress]) => [given.get(path) ?? path, progress] as const);
      return { checkpoint: { ...rest, sources: new Map(named) } };
    } catch (error) {
      const aside = this.asidePath();
      renameSync(this.path, aside);
      const reason = error instanceof RangeError ? uncapitalized(error.message) : reasonOf(error);
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
  save({ sources, ...rest }: Checkpoint, between?: () => void): string[] {
    const path = escapeText(this.path);
    const before = this.fault;
    try {
      const unfinished = this.pathBeside('new');
      const resolved = [...sources].map(([log, progress]) => [resolve(log), progress] as const);
      writeFileSync(unfinished, encodeCheckpoint({ ...rest, sources: new Map(resolved) }), { mode: 0o600 });
      between?.();
      renameSync(unfinished, this.path);
      this.fault = undefined;
      return before === undefined ? [] : [`${path} is written again`];
    } catch (error) {
      this.fault = `${path} cannot be written: ${reasonOf(error)}; a restart would go on from the state before`;
      return this.fault === before ? [] : [this.fault];
    }
  }

  /** What is there is replaced, so it must not be a device, nor a log by a slip. */
  private checkFile(): void {
    if (this.logs.some((log) => resolve(log) === resolve(this.path))) throw faultOf('it is a log; name another file');
    const stat = statSync(this.path, { throwIfNoEntry: false });
    if (stat === undefined) return;
    if (stat.isDirectory()) throw faultOf('EISDIR');
    if (!stat.isFile()) throw faultOf('it is no regular file; name another file');
    tryToRead(this.path);
  }

  /** Makes a file as `save` would, and removes it: access(2) would ask for the real user, not for the one who writes. */
  private checkFolder(): void {
    // Whether to look for something in a file is an error differs between versions of Node.
    if (!statSync(dirname(this.path)).isDirectory()) throw faultOf('ENOTDIR');
    try {
      unlinkSync(this.made());
    } catch (error) {
      // Space may be made while it runs; until then `save` says so.
      if (!['ENOSPC', 'EDQUOT'].includes(codeOf(error))) throw error;
    }
  }

  /** The path of an empty file that is made here, under a name that nothing had: what a killed run left is not touched. */
  private made(): string {
    for (let i = 0; ; i++) {
      const path = this.pathBeside('new', i);
      try {
        closeSync(openSync(path, 'wx', 0o600));
        return path;
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
    }
  }

  /** A name that nothing has yet. */
  private asidePath(): string {
    for (let i = 0; ; i++) {
      const path = this.pathBeside('refused', i);
      if (!existsSync(path)) return path;
    }
  }

  private pathBeside(suffix: string, i = 0): string {
    return `${this.path}.${suffix}${i === 0 ? '' : `-${i}`}`;
  }
}

const faultOf = (code: string): Error => Object.assign(new Error(code), { code });

const uncapitalized = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
