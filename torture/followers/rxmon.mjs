import { ended, start } from '../process/children.mjs';

const INTERVAL = '1s';

/** One process of rxmon and what it has said so far. */
export class Rxmon {
  /** What all tables together hold, the one that only shows what was there before left out. */
  printed = { hits: 0, bytes: 0, unparsed: 0 };
  /** Of the last table that had it. */
  total;
  stderr = '';
  /** The exit code or the signal, once it has ended and all its output has been read. */
  end;
  /** Tables so far. */
  tables = 0;
  #waiting = [];
  #rest = '';

  /**
   * @param flags what stands behind the files
   * @param node what Node is started with
   */
  constructor(bin, files, flags = [], node = []) {
    const args = ['--files', files.join(','), '--json', '--utc', '--interval', INTERVAL, ...flags];
    this.child = start(process.execPath, [...node, bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout.setEncoding('utf8').on('data', (text) => this.#read(text));
    this.child.stderr.setEncoding('utf8').on('data', (text) => (this.stderr += text));
    this.ended = ended(this.child).then((end) => {
      this.end = end;
      this.#wake();
      return end;
    });
  }

  /** Everything since the first start where this build tells it, else everything since this start. */
  get counts() {
    return this.total ?? this.printed;
  }

  /** Resolves when it surely follows: at its first table, which comes an interval after its start. */
  async ready() {
    await this.look();
    if (this.end !== undefined) throw new Error(`rxmon ended with ${this.end} at its start: ${this.stderr.trim()}`);
  }

  /** Resolves at the next table, or when it has ended. */
  look() {
    return this.end === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve();
  }

  /** Keeps it from doing anything, so that what happens now is unread for certain. */
  hold() {
    this.child.kill('SIGSTOP');
  }

  release() {
    this.child.kill('SIGCONT');
  }

  /** Lets it print what the open interval holds; resolves to the exit code or the signal. */
  stop(signal = 'SIGTERM') {
    this.child.kill(signal);
    return this.ended;
  }

  #read(text) {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop();
    for (const line of lines) this.#take(JSON.parse(line));
  }

  #take(message) {
    if (message.type !== 'stats') return;
    this.total = message.total ?? this.total;
    if (message.primed !== true) {
      for (const field of Object.keys(this.printed)) this.printed[field] += message[field];
      this.tables++;
      this.#wake();
    }
  }

  #wake() {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
