import { closeSync, existsSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Traffic } from './traffic.mjs';

const TICK_MS = 20;
/** How many files are kept under a number, the newest under 1. */
const KEPT = 3;

/** A log that is written at a steady rate and rotated every so often. */
export class RotatingLog {
  rotations = 0;
  traffic;
  #path;
  #rate;
  #everyMs;
  #isEnded = false;

  /** @param rate lines a second */
  constructor(path, { rate, everyMs }) {
    this.traffic = new Traffic(rate);
    this.#path = path;
    this.#rate = rate;
    this.#everyMs = everyMs;
    closeSync(openSync(path, 'a'));
  }

  /** Writes until it is told to end. */
  async write() {
    const startedAt = performance.now();
    let fd = openSync(this.#path, 'a');
    while (!this.#isEnded) {
      const elapsed = performance.now() - startedAt;
      if (elapsed >= (this.rotations + 1) * this.#everyMs) {
        this.#rotate();
        closeSync(fd);
        fd = openSync(this.#path, 'a');
      }
      const due = Math.floor((elapsed / 1000) * this.#rate) - this.traffic.made;
      if (due > 0) append(fd, this.traffic.next(Math.min(due, this.#rate), Date.now()));
      await wait(TICK_MS);
    }
    closeSync(fd);
  }

  end() {
    this.#isEnded = true;
  }

  #rotate() {
    const names = [this.#path, ...Array.from({ length: KEPT }, (_, i) => `${this.#path}.${i + 1}`)];
    rmSync(names[KEPT], { force: true });
    for (let i = KEPT; i > 0; i--) if (existsSync(names[i - 1])) renameSync(names[i - 1], names[i]);
    this.rotations++;
  }
}

function append(fd, bytes) {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}
