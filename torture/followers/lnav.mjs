import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandPath } from '../process/commands.mjs';
import { NETWORK } from '../log/lines.mjs';
import { start } from '../process/children.mjs';
import { Blind } from './blind.mjs';

const KEY_MS = 1000;

/**
 * lnav on a terminal that `script` makes for it, told by keys to write down at the end how many lines it has. It shows files
 * rather than counting: what is no longer in view is not counted any more.
 */
export class Lnav extends Blind {
  static async start(command, { files, folder }) {
    const line = [command, ...files].map((word) => `'${word}'`).join(' ');
    const env = { ...process.env, HOME: folder, TERM: 'xterm' };
    const args = ['-qfc', line, '/dev/null'];
    const child = start(commandPath('script'), args, { stdio: ['pipe', 'pipe', 'pipe'], env, lastSignal: 'SIGTERM' });
    return Object.assign(new Lnav(child), { output: join(folder, 'lnav.csv') });
  }

  async ready() {
    await this.look();
    await this.look();
  }

  async stop() {
    if (this.end !== undefined) return;
    await this.#type(`;SELECT count(*) AS n FROM access_log WHERE c_ip LIKE '${NETWORK}.%'\r`);
    await this.#type(`:write-csv-to ${this.output}\r`);
    if (existsSync(this.output)) {
      this.counts = { hits: Number(readFileSync(this.output, 'utf8').split('\n')[1]), unparsed: 0 };
    }
    await this.#type('q');
    await this.#type('q');
    this.child.kill('SIGTERM');
    await this.ended;
  }

  async #type(keys) {
    if (this.end === undefined) this.child.stdin.write(keys);
    await sleep(KEY_MS);
  }
}

/** Its version; undefined when it does not run, or there is no terminal to run it on. */
export const lnavName = (command) =>
  commandPath('script') && /^lnav ([\d.]+)/.exec(spawnSync(command, ['-V'], { encoding: 'utf8' }).stdout)?.[1];
