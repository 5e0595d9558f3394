import { closeSync, fstatSync, lstatSync, renameSync, statSync, unlinkSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { dirname } from 'node:path';
import { STATE_MAGIC } from '../../monitor/checkpoint/checkpoint-binary.js';
import { codeOf, STDIN, tryToRead } from '../../source/file-error.js';
import { beginningOf, randomlyNamed } from './lock-records.js';
import { nameBeside, openNew, removeQuietly, syncFolder, writeNew } from '../../files/new-file.js';
import { faultOf, isOpenAs, isSameFile, placeOf, placeOrPath } from '../../files/place.js';
import { withoutRotated } from '../leave-out-rotated.js';

const UNFINISHED = '.new';

/** A state written beside the current one. */
export interface Prepared {
  /** Replaces the current file, in one step, and permanently if the state is forced to the disk. */
  readonly put: () => void;
  readonly drop: () => void;
}

/**
 * The place of a state: the file that the path leads to at construction, whatever links change later. The file there is
 * replaced as long as it is a state or empty, and nothing else ever is.
 */
export class StatePlace {
  readonly file: string;
  private readonly folder: string;
  /** The stats of the state put there last, to recognize it without reading it. */
  private ours: BigIntStats | undefined;

  /** @throws an error with a code, as `placeOf` does */
  constructor(private readonly path: string) {
    this.file = placeOf(path);
    this.folder = dirname(this.file);
  }

  /**
   * Checks that a state can be kept here.
   *
   * @param logs files that must never be written to
   * @throws an error with a code or a reason
   */
  check(logs: readonly string[]): void {
    this.checkOthers(logs);
    const stat = statSync(this.path, { throwIfNoEntry: false });
    if (stat?.isDirectory() === true) throw faultOf('EISDIR');
    if (stat !== undefined) {
      if (!stat.isFile()) throw faultOf('it is no regular file; name another file');
      tryToRead(this.path);
      this.checkContent();
    }
    this.checkFolder();
  }

  /** @throws an error when the current file must not be replaced */
  checkContent(): void {
    const stat = lstatSync(this.file, { bigint: true, throwIfNoEntry: false });
    if (stat === undefined || this.isOurs(stat)) return;
    if (!stat.isFile()) throw faultOf('it is no regular file; name another file');
    const start = beginningOf(this.file, STATE_MAGIC.length);
    if (start === undefined) throw faultOf('it is no regular file; name another file');
    if (start.length === 0 || start.toString('latin1') === STATE_MAGIC) return;
    const hex = [...start].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw faultOf(`it is no state of rxmon, as it begins with the bytes ${hex}; move it away, or name another file`);
  }

  /**
   * Writes the bytes beside the current file.
   *
   * @param isSynced whether to force them to the disk
   */
  prepare(bytes: Uint8Array, isSynced: boolean): Prepared {
    const unfinished = nameBeside(this.file, UNFINISHED);
    let written: BigIntStats | undefined;
    writeNew(unfinished, bytes, isSynced, (fd) => {
      written = fstatSync(fd, { bigint: true });
      this.checkContent();
    });
    return {
      put: () => {
        try {
          renameSync(unfinished, this.file);
        } catch (error) {
          removeQuietly(unfinished);
          throw error;
        }
        const stat = lstatSync(this.file, { bigint: true, throwIfNoEntry: false });
        this.ours = stat?.ino === written?.ino ? stat : undefined;
        if (isSynced) syncFolder(this.folder);
      },
      drop: () => {
        removeQuietly(unfinished);
      },
    };
  }

  /** Moves an unreadable state to an unused name. */
  moveAside(): string {
    this.checkContent();
    for (let i = 0; ; i++) {
      const suffix = `.refused${i === 0 ? '' : `-${i}`}`;
      try {
        // Never overwrites a file that gets the name meanwhile.
        closeSync(openNew(`${this.file}${suffix}`));
      } catch (error) {
        if (codeOf(error) === 'EEXIST') continue;
        throw error;
      }
      renameSync(this.file, `${this.file}${suffix}`);
      return `${this.file}${suffix}`;
    }
  }

  /** Removes leftovers of runs that were killed while they wrote; only the holder of the lock may call it. */
  tidy(): void {
    for (const path of randomlyNamed(this.file, UNFINISHED, [process.geteuid?.()])) {
      const start = beginningOf(path, STATE_MAGIC.length)?.toString('latin1');
      if (start === '' || start === STATE_MAGIC) removeQuietly(path);
    }
  }

  private isOurs(stat: BigIntStats): boolean {
    const { ours } = this;
    // Nobody can set the time of change.
    return stat.ino === ours?.ino && stat.dev === ours.dev && stat.size === ours.size && stat.ctimeNs === ours.ctimeNs;
  }

  private checkOthers(logs: readonly string[]): void {
    const isLog = (path: string): boolean =>
      logs.some((log) => (log === STDIN ? isOpenAs(path, 0) : isSameFile(log, path)));
    if (isLog(this.file)) throw faultOf('it is a log; name another file');
    if (isLog(`${this.file}.lock`)) throw faultOf('its lock would have the name of a log; name another file');
    if (isOpenAs(this.file, 1) || isOpenAs(this.file, 2)) throw faultOf('it takes what is printed; name another file');
    if (!withoutRotated([...logs.map(placeOrPath), this.file]).paths.includes(this.file))
      throw faultOf('it has the name of a rotated log; name another file');
  }

  /** Makes a file as `prepare` would, and removes it: access(2) would check the real user, not the one who writes. */
  private checkFolder(): void {
    const path = nameBeside(this.file, UNFINISHED);
    try {
      closeSync(openNew(path));
      unlinkSync(path);
    } catch (error) {
      // Space may become free during the run; until then `prepare` reports it.
      if (!['ENOSPC', 'EDQUOT'].includes(codeOf(error))) throw error;
    }
  }
}
