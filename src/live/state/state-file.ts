import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, basename, resolve } from 'node:path';
import { asyncScheduler, connect, endWith, ignoreElements, interval, merge, takeUntil, tap } from 'rxjs';
import type { MonoTypeOperatorFunction, SchedulerLike } from 'rxjs';
import type { Checkpoint } from '../../monitor/checkpoint/checkpoint.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../monitor/checkpoint/checkpoint-binary.js';
import { codeOf } from '../../source/file-error.js';
import { escapeText } from '../../text/escape.js';
import { faultOf, PLANTED } from '../../files/place.js';
import { wholeName } from '../../source/paths/expand-globs.js';
import { fsPath } from '../../source/paths/path-bytes.js';
import { BEAT_MS, StateLock } from './state-lock.js';
import type { Refusal } from './state-lock.js';
import { StatePlace } from './state-place.js';
import type { Prepared } from './state-place.js';
import { resourceFault } from '../../files/resource-fault.js';

const advice: Readonly<Record<string, string>> = {
  EACCES: 'permission denied; run as a user who may, or name another file',
  EPERM: 'not permitted; name another file',
  EROFS: 'the file system is read-only; name a file elsewhere',
  ENOSPC: 'no space left on the device; make some',
  EDQUOT: 'the disk quota is used up; make room',
  EISDIR: 'it is a folder; name a file in it',
  ENOENT: 'its folder is not there; make it, or name a file elsewhere',
  ENOTDIR: 'a part of the path is not a folder; check the path',
  ELOOP: 'its symbolic links go in a circle; check where they point',
  ENAMETOOLONG: 'the name is too long; name another file',
  [PLANTED]: 'a link on the way was made by another user where everyone may make one; name another file',
};

const reasonOf = (error: unknown): string => advice[codeOf(error)] ?? resourceFault(error) ?? codeOf(error);

/** The signals that end any run. */
const ENDING = ['SIGINT', 'SIGTERM'] as const;

/** The saved checkpoint, or why it is ignored; empty when nothing was saved. */
export interface Loaded {
  readonly checkpoint?: Checkpoint;
  readonly refusal?: string;
}

export interface StateFileOptions {
  /** Whether each state is forced to the disk, so that it survives a power failure; default true. */
  readonly isSynced?: boolean;
}

/** The file of `--state`. It names the logs by their whole paths, so that it is valid from any folder. */
export class StateFile {
  /** The last message about a failed write. */
  private fault: string | undefined;
  private readonly isSynced: boolean;
  private place: StatePlace | undefined;
  private lock: StateLock | undefined;
  /** Whether a run keeps the lock, and ends in order on a signal. */
  private isKept = false;

  /** @param logs the paths to follow */
  constructor(
    readonly path: string,
    private readonly logs: readonly string[],
    { isSynced = true }: StateFileOptions = {},
    private readonly clock: SchedulerLike = asyncScheduler,
  ) {
    this.isSynced = isSynced;
  }

  /** The reasons why it cannot be used; empty when it can. */
  startFault(): string[] {
    try {
      if (typeof fsPath(this.path) !== 'string') throw faultOf('its name is no UTF-8; name another file');
      this.found().check(this.logs);
      return [];
    } catch (error) {
      return [`${escapeText(this.path)} cannot keep the state: ${reasonOf(error)}`];
    }
  }

  /**
   * Locks the state against other processes, until `release` or the end of the process; resolves to the reasons for a
   * failure.
   *
   * @param onWait called with a message when it takes seconds
   */
  async take(onWait: (text: string) => void = () => undefined): Promise<string[]> {
    try {
      const place = this.found();
      const lock = (this.lock ??= new StateLock(`${place.file}.lock`, this.clock));
      process.on('exit', this.release);
      for (const signal of ENDING) process.on(signal, this.end);
      const refusal = await lock.take(() => {
        onWait(`${escapeText(this.path)} may be in use in another container or machine: looking for some seconds`);
      });
      if (refusal !== undefined) return [`${escapeText(this.path)} cannot keep the state: ${this.saidOf(refusal)}`];
      place.tidy();
      lock.tidy();
      return [];
    } catch (error) {
      // Space may become free during the run: `kept` takes the lock then.
      if (['ENOSPC', 'EDQUOT'].includes(codeOf(error))) return [];
      return [`${escapeText(this.path)} cannot be locked: ${reasonOf(error)}`];
    }
  }

  /** Keeps the lock during a run; errors when another process has taken it, as after a long sleep. */
  kept<T>(): MonoTypeOperatorFunction<T> {
    const keep$ = interval(BEAT_MS, this.clock).pipe(
      tap(() => {
        this.checkLock();
      }),
      ignoreElements(),
    );
    this.isKept = true;
    return connect((run$) => merge(run$, keep$.pipe(takeUntil(run$.pipe(ignoreElements(), endWith(null))))));
  }

  /** Releases the lock to other processes. */
  readonly release = (): void => {
    process.off('exit', this.release);
    for (const signal of ENDING) process.off(signal, this.end);
    this.lock?.release();
  };

  /** Ends the program as the signal would have, before a run handles it, without leaving the lock behind. */
  private readonly end = (signal: NodeJS.Signals): void => {
    if (this.isKept) return;
    this.release();
    process.kill(process.pid, signal);
  };

  /**
   * The checkpoint saved last.
   *
   * A state that cannot be read is moved aside under another name, as it may be of use to someone.
   */
  load(): Loaded {
    const place = this.found();
    if (!existsSync(place.file)) return {};
    try {
      const { sources, ...rest } = decodeCheckpoint(readFileSync(place.file));
      const given = new Map(this.logs.map((log) => [wholeName(log), log]));
      // A folder in the path may have been missing when the state was saved.
      const logOf = (path: string): string => given.get(path) ?? given.get(wholeName(path)) ?? path;
      const named = [...sources].map(([path, progress]) => [logOf(path), progress] as const);
      return { checkpoint: { ...rest, sources: new Map(named) } };
    } catch (error) {
      const aside = place.moveAside();
      const shown = aside.startsWith(resolve(this.path)) ? join(dirname(this.path), basename(aside)) : aside;
      const reason = error instanceof RangeError ? uncapitalized(error.message) : reasonOf(error);
      return {
        refusal: `${escapeText(this.path)} ignored: ${reason}; moved to ${escapeText(shown)}; starting from zero`,
      };
    }
  }

  /**
   * Replaces the saved state, in one step: whenever the program is killed, the file holds the old or the new state as a
   * whole.
   *
   * @param between called once: after the new state has been written and before it replaces the old one, which it may
   * prevent, or when it cannot be written
   * @returns messages: writing failed, or works again; each at most once
   * @throws an error when another process has taken the lock
   */
  save({ sources, ...rest }: Checkpoint, between: () => boolean = () => true): string[] {
    this.checkLock();
    let prepared: Prepared;
    try {
      const resolved = [...sources].map(([log, progress]) => [wholeName(log), progress] as const);
      prepared = this.found().prepare(encodeCheckpoint({ ...rest, sources: new Map(resolved) }), this.isSynced);
    } catch (error) {
      between();
      return this.failed(error);
    }
    try {
      if (between()) prepared.put();
      else prepared.drop();
    } catch (error) {
      return this.failed(error);
    }
    const before = this.fault;
    this.fault = undefined;
    return before === undefined ? [] : [`${escapeText(this.path)} is written again`];
  }

  private failed(error: unknown): string[] {
    const before = this.fault;
    this.fault = `${escapeText(this.path)} cannot be written: ${reasonOf(error)}; a restart would go on from the state before`;
    return this.fault === before ? [] : [this.fault];
  }

  private found(): StatePlace {
    return (this.place ??= new StatePlace(this.path));
  }

  private checkLock(): void {
    const refusal = this.lock?.keep();
    if (refusal !== undefined) throw new Error(`${this.path} cannot keep the state any more: ${this.saidOf(refusal)}`);
  }

  private saidOf(refusal: Refusal): string {
    switch (refusal.kind) {
      case 'held': {
        const where = refusal.isElsewhere ? ' of another container or machine' : '';
        return `process ${refusal.owner.pid}${where} uses it; stop that, or name another file`;
      }
      case 'foreign':
        return `${escapeText(`${this.path}.lock`)} is no lock of rxmon; move it away, or name another file`;
      case 'busy':
        return 'too many others start with it; try again';
    }
  }
}

const uncapitalized = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
