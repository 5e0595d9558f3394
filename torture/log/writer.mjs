import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startModule } from '../process/children.mjs';

const main = fileURLToPath(new URL('writer-main.mjs', import.meta.url));

/** A process that writes logs at a steady rate until it is stopped. */
export class Writer {
  /** What it wrote, once it has stopped: lines, their stated bytes, and rotations of each log. */
  written;
  #child;
  #gone = new AbortController();

  /**
   * @param paths the logs, which take turns at random
   * @param linesPerSecond of all together
   * @param rotateMs how often each is rotated by the writer itself; never unless told
   * @param rotateSpreadMs how much sooner or later than that at most
   * @param halves how many of the batches, from 0 to 1, end with half a line
   * @param options further seed, identical, and those of `RotatingLog`
   */
  static async begin(options) {
    const writer = new Writer();
    writer.#child = startModule(main, [JSON.stringify(options)]);
    writer.#child.once('exit', () => writer.#gone.abort());
    await writer.#answer('begun');
    return writer;
  }

  get pid() {
    return this.#child.pid;
  }

  pause() {
    return this.#tell('pause');
  }

  resume() {
    return this.#tell('resume');
  }

  async stop() {
    this.written = await this.#tell('stop');
    return this.written;
  }

  #tell(command) {
    this.#child.send(command);
    return this.#answer(command);
  }

  async #answer(command) {
    for (;;) {
      const [answer] = await once(this.#child, 'message', { signal: this.#gone.signal });
      if (answer.command === command) return answer;
    }
  }
}
