import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { oneOf } from '../log/random.mjs';

const CONNECTIONS = 16;
const SECTIONS = ['blog', 'shop', 'api', 'missing'];

/** Asks a server for pages without a pause, over some connections that are kept open. */
export class Load {
  /** Requests that were answered. */
  answered = 0;
  #agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  #isStopped = false;
  #isPaused = false;
  #waiting = 0;
  #clients;

  /** @param requestsPerSecond at most, all connections together */
  constructor({ port, random, requestsPerSecond }) {
    const gapMs = (1000 * CONNECTIONS) / requestsPerSecond;
    this.#clients = Array.from({ length: CONNECTIONS }, () => this.#ask(port, random, gapMs));
    // They are waited for at the end; what goes wrong before is told then.
    for (const client of this.#clients) client.catch(() => undefined);
  }

  /** Resolves when nothing is on its way. */
  async pause() {
    this.#isPaused = true;
    while (this.#waiting > 0) await sleep(5);
  }

  resume() {
    this.#isPaused = false;
  }

  async stop() {
    this.#isStopped = true;
    await Promise.all(this.#clients);
    this.#agent.destroy();
  }

  async #ask(port, random, gapMs) {
    for (let serial = 0; !this.#isStopped; serial++) {
      if (!this.#isPaused) {
        this.#waiting++;
        await this.#request(`http://127.0.0.1:${port}/${oneOf(random, SECTIONS)}/${serial}`);
        this.#waiting--;
        this.answered++;
      }
      await sleep(2 * gapMs * random());
    }
  }

  #request(url) {
    return new Promise((resolve, reject) => {
      const request = get(url, { agent: this.#agent }, (response) => response.resume().once('end', resolve));
      request.once('error', reject);
    });
  }
}
