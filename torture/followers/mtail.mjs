import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { start } from '../process/children.mjs';
import { freePort } from '../process/free-port.mjs';
import { listening } from '../process/listening.mjs';
import { Blind } from './blind.mjs';

const PROGRAM = 'counter hits\n/$/ {\n  hits++\n}\n';

/** mtail with a program that counts lines, asked over HTTP. */
export class Mtail extends Blind {
  static async start(command, { files, folder }) {
    const programs = join(folder, 'mtail');
    mkdirSync(programs);
    writeFileSync(join(programs, 'hits.mtail'), PROGRAM);
    const port = await freePort();
    const logs = files.flatMap((file) => ['--logs', file]);
    const args = ['--progs', programs, ...logs, '--address', '127.0.0.1', '--port', String(port), '--logtostderr'];
    return Object.assign(new Mtail(start(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })), { port });
  }

  async ready() {
    await listening(this.port);
    await this.look();
  }

  async look() {
    await super.look();
    if (this.end !== undefined) return;
    const [metric] = await (await fetch(`http://127.0.0.1:${this.port}/json`)).json();
    this.counts = { hits: metric.LabelValues[0].Value.Value, unparsed: 0 };
  }

  async stop() {
    if (this.end !== undefined) return;
    await this.look();
    this.child.kill('SIGTERM');
    await this.ended;
  }
}

/** Its version; undefined when it does not run. */
export const mtailName = (command) =>
  /version (\S+)/.exec(spawnSync(command, ['--version'], { encoding: 'utf8' }).stdout)?.[1];
