import { setTimeout as sleep } from 'node:timers/promises';
import { Rxmon } from '../followers/rxmon.mjs';
import { between } from '../log/random.mjs';

/** The first table comes so long after the start. */
const INTERVAL_MS = 1000;
/** How long a start takes where the moments of the variants are as they are written. */
const START_MS = 300;

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
  #slowness = 1;

  constructor({ bin, files, flags, random }) {
    this.#start = () => new Rxmon(bin, files, flags);
    this.#random = random;
    this.current = this.#start();
  }

  /**
   * Measures how long a start takes, from the first life on. On a slow machine all moments come later: lives that end before
   * they have begun count nothing, and what is deleted unread meanwhile is lost to anyone.
   */
  async measure() {
    const times = [];
    for (let i = 0; i < 3; i++) {
      const begun = performance.now();
      if (i > 0) this.current = this.#start();
      await this.current.ready();
      times.push(performance.now() - begun - INTERVAL_MS);
      if (i < 2) await this.current.stop('SIGKILL');
    }
    this.#slowness = Math.max(1, times.sort((a, b) => a - b)[1] / START_MS);
  }

  /** Ends the current life at a moment of its own, perhaps leaves a while without one, and begins the next. */
  async next({ signal, fromMs, toMs, downChance, downFromMs, downToMs }) {
    const moment = between(this.#random, fromMs, toMs) * this.#slowness;
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
