import { openSync, closeSync, readdirSync, renameSync, unlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LogFile } from './log-file.mjs';
import { pack } from './pack.mjs';
import { between } from './random.mjs';

/** Rotated files of an earlier time may be there, with small numbers. */
const FIRST_SERIAL = 100;

/**
 * A log that is rotated as a server and logrotate do it together: renamed, made anew, and written to under its old name
 * until the server opens the new file a moment later.
 */
export class RotatingLog {
  rotations = 0;
  #log;
  #next;
  #serial = FIRST_SERIAL;
  #packing = [];

  /**
   * @param keep how many rotated files are kept; all unless told
   * @param lateMs how long at most the old file is still written to
   * @param packed how often a rotated file is packed, from 0 (never) to 1: half of them at once, half of them one later
   */
  constructor(path, lines, { keep = Infinity, lateMs = 0, packed = 0 } = {}) {
    Object.assign(this, { path, lines, keep, lateMs, packed });
    this.#log = new LogFile(path, lines);
  }

  write(count) {
    this.#switchWhenDue();
    this.#log.write(count);
  }

  writeHalf() {
    this.#log.writeHalf();
  }

  /** Renames the file and makes a new one, which is written to a moment later. */
  rotate() {
    const { random } = this.lines;
    this.#switch();
    const rotated = `${this.path}.${++this.#serial}`;
    renameSync(this.path, rotated);
    closeSync(openSync(this.path, 'ax'));
    this.#next = { rotated, at: performance.now() + between(random, 0, this.lateMs) };
    if (this.lateMs === 0) this.#switch();
    this.rotations++;
    if (this.rotations > this.keep) this.#deleteOld();
  }

  /** Opens the file that has the name now, as a server does when it is told to. */
  reopen() {
    this.#log.close();
    this.#log = new LogFile(this.path, this.lines);
  }

  async close() {
    this.#switch();
    this.#log.close();
    await Promise.all(this.#packing);
  }

  #switchWhenDue() {
    if (this.#next !== undefined && performance.now() >= this.#next.at) this.#switch();
  }

  #switch() {
    if (this.#next === undefined) return;
    const { rotated } = this.#next;
    this.#next = undefined;
    this.reopen();
    const { random } = this.lines;
    if (random() >= this.packed) return;
    if (random() < 0.5) this.#pack(rotated);
    else this.#pack(`${this.path}.${this.#serial - 1}`);
  }

  #pack(path) {
    if (readdirSync(dirname(path)).includes(basename(path))) this.#packing.push(pack(path));
  }

  #deleteOld() {
    const prefix = `${basename(this.path)}.`;
    for (const name of readdirSync(dirname(this.path))) {
      if (!name.startsWith(prefix)) continue;
      const serial = Number(name.slice(prefix.length).replace('.gz', ''));
      if (serial <= this.#serial - this.keep) unlinkSync(join(dirname(this.path), name));
    }
  }
}
