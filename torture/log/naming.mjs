import { renameSync } from 'node:fs';
import { shift } from './shift.mjs';

/** Rotated files of an earlier time may be there, with small numbers. */
const FIRST_SERIAL = 100;

/** Each rotated file gets a number of its own, which it keeps: `access.log.101`, `access.log.102`, … */
export class RisingNames {
  #serial = FIRST_SERIAL;

  constructor(path) {
    this.path = path;
  }

  /** Renames the log; returns its new name. */
  rotate() {
    const rotated = `${this.path}.${++this.#serial}`;
    renameSync(this.path, rotated);
    return rotated;
  }

  /** The name of the file that was rotated so many times ago. */
  ago(rotations) {
    return `${this.path}.${this.#serial - rotations}`;
  }

  /** How many rotations ago the file of a number was rotated. */
  age(serial) {
    return this.#serial - serial;
  }
}

/** The file that was rotated last has the number 1, as with logrotate: at each rotation all are renamed. */
export class ShiftedNames {
  constructor(path) {
    this.path = path;
  }

  rotate() {
    return shift(this.path);
  }

  ago(rotations) {
    return `${this.path}.${1 + rotations}`;
  }

  age(number) {
    return number - 1;
  }
}
