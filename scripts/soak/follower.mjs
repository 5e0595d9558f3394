import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { ended, start } from '../../bench/process/children.mjs';

const POLL_MS = 50;

/** The built program, which follows files and says each second what it counts. */
export class Follower {
  intervals = 0;
  hits = 0;
  unparsed = 0;
  #child;
  #end;
  #errors = '';
  #code;

  constructor(dist, args) {
    const all = [join(dist, 'bin.js'), '--json', '--interval', '1s', ...args];
    this.#child = start(process.execPath, all, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stderr.on('data', (text) => (this.#errors += text));
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#take(JSON.parse(line)));
    this.#end = ended(this.#child).then((code) => (this.#code = code));
  }

  /** Lines that have been counted so far. */
  get lines() {
    return this.hits + this.unparsed;
  }

  /** Waits until something holds, for some time; throws when the program ends before. */
  async until(holds, patienceMs) {
    for (const since = performance.now(); !holds() && performance.now() - since < patienceMs;) {
      await wait(POLL_MS);
      if (this.#code !== undefined) throw new Error(`rxmon ended with ${this.#code}: ${this.#errors}`);
    }
  }

  /** Resolves to the exit code. */
  async stop() {
    this.#child.kill('SIGTERM');
    return this.#end;
  }

  /** Memory in megabytes, and the number of open files, as Linux tells. */
  sample() {
    const folder = `/proc/${this.#child.pid}`;
    const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(join(folder, 'status'), 'utf8'));
    return { RSS: (Number(kib) * 1024) / 1e6, files: readdirSync(join(folder, 'fd')).length };
  }

  #take({ type, primed, hits, unparsed }) {
    if (type !== 'stats' || primed) return;
    this.intervals++;
    this.hits += hits;
    this.unparsed += unparsed;
  }
}
