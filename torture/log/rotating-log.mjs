import { closeSync, existsSync, openSync, readdirSync, unlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LogFile } from './log-file.mjs';
import { RisingNames, ShiftedNames } from './naming.mjs';
import { pack } from './pack.mjs';
import { between } from './random.mjs';

/**
 * A log that is rotated as a server and logrotate do it together: renamed, made anew, and written to under its old name
 * until the server opens the new file a moment later.
 */
export class RotatingLog {
  rotations = 0;
  #log;
  #names;
  /** When the new file is opened, after a rotation. */
  #switchAt = Infinity;
  #packing = new Set();

  /**
   * @param keep how many rotated files are kept; all unless told
   * @param lateMs how long at most the old file is still written to
   * @param packed how often a rotated file is packed, from 0 (never) to 1: half of them at once, half of them one later
   * @param isShifted whether the rotated files are renamed at each rotation
   */
  constructor(path, lines, { keep = Infinity, lateMs = 0, packed = 0, isShifted = false } = {}) {
    Object.assign(this, { path, lines, keep, lateMs, packed });
    this.#names = isShifted ? new ShiftedNames(path) : new RisingNames(path);
    this.#log = new LogFile(path, lines);
  }

  write(count) {
    if (performance.now() >= this.#switchAt) this.#switch();
    this.#log.write(count);
  }

  writeHalf() {
    this.#log.writeHalf();
  }

  /** A rotation waits for the one before to be over, as with logrotate. */
  get isReady() {
    return this.#packing.size === 0 && this.#switchAt === Infinity;
  }

  /** Renames the file and makes a new one, which is written to a moment later. */
  rotate() {
    this.#names.rotate();
    closeSync(openSync(this.path, 'ax'));
    this.rotations++;
    if (this.lateMs === 0) this.#switch();
    else this.#switchAt = performance.now() + between(this.lines.random, 0, this.lateMs);
    if (this.rotations > this.keep) this.#deleteOld();
  }

  /** Opens the file that has the name now, as a server does when it is told to. */
  reopen() {
    this.#log.close();
    this.#log = new LogFile(this.path, this.lines);
  }

  async close() {
    this.#log.close();
    await Promise.all(this.#packing);
  }

  #switch() {
    this.#switchAt = Infinity;
    this.reopen();
    const { random } = this.lines;
    if (random() < this.packed) this.#pack(this.#names.ago(random() < 0.5 ? 0 : 1));
  }

  #pack(path) {
    if (!existsSync(path)) return;
    const packing = pack(path).then(() => this.#packing.delete(packing));
    this.#packing.add(packing);
  }

  #deleteOld() {
    const folder = dirname(this.path);
    const prefix = `${basename(this.path)}.`;
    for (const name of readdirSync(folder)) {
      if (!name.startsWith(prefix)) continue;
      const number = Number(name.slice(prefix.length).replace('.gz', ''));
      if (this.#names.age(number) >= this.keep) unlinkSync(join(folder, name));
    }
  }
}
