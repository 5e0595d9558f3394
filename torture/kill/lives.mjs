import { setTimeout as sleep } from 'node:timers/promises';
import { Rxmon } from '../followers/rxmon.mjs';
import { between } from '../log/random.mjs';

/**
 * Starts rxmon, ends it at a random moment, and starts it again, over and over; what each life printed is added up.
 * A life that ends otherwise than it was told to is an error.
 */
export class Lives {
  printed = 0;
  /** What is known of each life that has ended, to look into when the count is off. */
  log = [];
  #start;
  #random;

  constructor({ bin, files, flags, random }) {
    this.#start = () => new Rxmon(bin, files, flags);
    this.#random = random;
    this.current = this.#start();
  }

  /** Ends the current life at a moment of its own, perhaps leaves a while without one, and begins the next. */
  async next({ signal, fromMs, toMs, downChance, downFromMs, downToMs }) {
    const moment = between(this.#random, fromMs, toMs);
    await Promise.race([sleep(moment), this.current.ended]);
    await this.end(signal, moment);
    if (this.#random() < downChance) await sleep(between(this.#random, downFromMs, downToMs));
    this.current = this.#start();
  }

  /** Ends the current life for good. */
  async end(signal, moment) {
    const { current } = this;
    if (current.end !== undefined)
      throw new Error(`rxmon ended by itself with ${current.end}: ${current.stderr.trim()}`);
    const end = await current.stop(signal);
    const { printed, total, stderr } = current;
    this.printed += printed.hits;
    this.log.push({
      moment: moment && Math.round(moment),
      end,
      printed,
      total,
      stderr: stderr.split('\n').slice(0, -1),
    });
    // Told to end before it listens to signals, a program ends by the signal itself.
    const isInOrder = end === 0 || end === signal;
    if (!isInOrder) throw new Error(`rxmon ended with ${end} on ${signal}: ${stderr.trim()}`);
  }
}
