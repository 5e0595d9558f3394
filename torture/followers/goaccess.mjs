import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { start } from '../process/children.mjs';
import { freePort } from '../process/free-port.mjs';
import { listening } from '../process/listening.mjs';
import { Blind } from './blind.mjs';

const COMMON = ['--no-global-config', '--log-format=COMBINED'];

/** GoAccess in real time. It saves what it has counted when it ends; another process of it makes JSON of that. */
export class GoAccess extends Blind {
  static async start(command, { files, folder, oldLines }) {
    const database = join(folder, 'goaccess');
    mkdirSync(database);
    const port = await freePort();
    const output = join(folder, 'goaccess.html');
    const live = ['--real-time-html', '--addr=127.0.0.1', `--port=${port}`, '--persist', `--db-path=${database}`];
    const args = [...COMMON, ...files.flatMap((file) => ['-f', file]), ...live, '-o', output];
    const child = start(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    return Object.assign(new GoAccess(child), { command, folder, database, oldLines, port });
  }

  async ready() {
    await listening(this.port);
    await this.look();
  }

  async stop() {
    if (this.end !== undefined) return;
    this.child.kill('SIGINT');
    await this.ended;
    const output = join(this.folder, 'goaccess.json');
    spawnSync(this.command, [...COMMON, '--restore', `--db-path=${this.database}`, '-o', output], { stdio: 'ignore' });
    const { general } = JSON.parse(readFileSync(output, 'utf8'));
    this.counts = { hits: general.valid_requests - this.oldLines, unparsed: general.failed_requests };
  }
}

/** What it calls itself; undefined when it does not run. */
export const goaccessName = (command) =>
  /^GoAccess - ([\d.]*\d)/.exec(spawnSync(command, ['--version'], { encoding: 'utf8' }).stdout)?.[1];
