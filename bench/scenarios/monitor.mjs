import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ended, start } from '../process/children.mjs';

/** An rxmon that follows a file and shows what it counts every second. */
export class Monitor {
  /** [time in milliseconds, lines so far], one for each interval. */
  counted = [];
  #errors = '';
  #waiting = [];

  constructor(dist, path) {
    const args = [join(dist, 'bin.js'), '--json', '--interval', '1s', path];
    this.child = start(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stderr.on('data', (text) => (this.#errors += text));
    this.end = ended(this.child);
    createInterface({ input: this.child.stdout }).on('line', (line) => this.#take(JSON.parse(line)));
  }

  get lines() {
    return this.counted.at(-1)?.[1] ?? 0;
  }

  /** Resolves to whether `isReached` has come to hold after some interval, in time; rejects when rxmon ends before. */
  until(isReached, patienceMs) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => resolve(false), patienceMs);
      this.#waiting.push(() => {
        if (!isReached()) return false;
        clearTimeout(timer);
        resolve(true);
        return true;
      });
      this.end.then((code) => {
        clearTimeout(timer);
        reject(new Error(`rxmon ended with ${code}: ${this.#errors}`));
      }, reject);
    });
  }

  async stop() {
    this.child.kill('SIGTERM');
    return this.end;
  }

  #take(message) {
    if (message.type !== 'stats') return;
    this.counted.push([performance.timeOrigin + performance.now(), this.lines + message.hits + message.unparsed]);
    this.#waiting = this.#waiting.filter((isDone) => !isDone());
  }
}
