import { closeSync, openSync, writeSync } from 'node:fs';

/** A file that is written to as a server writes its log: appended to, through one descriptor, whatever its name becomes. */
export class LogFile {
  #fd;
  #rest = '';

  /** The file is made if it is not there. */
  constructor(path, lines) {
    this.lines = lines;
    this.#fd = openSync(path, 'a');
  }

  /** Ends the line that is open, if any, and writes whole lines in one write. */
  write(count) {
    const text = this.#rest + this.lines.take(count);
    this.#rest = '';
    if (text !== '') writeSync(this.#fd, text);
  }

  /** Begins a line; the next write ends it. */
  writeHalf() {
    this.write(0);
    const line = this.lines.take(1);
    // Lines are ASCII, so that a character is a byte.
    const cut = 1 + Math.floor(this.lines.random() * (line.length - 1));
    this.#rest = line.slice(cut);
    writeSync(this.#fd, line.slice(0, cut));
  }

  /** Ends the line that is open, if any. */
  writeRest() {
    this.write(0);
  }

  close() {
    this.write(0);
    closeSync(this.#fd);
  }
}
