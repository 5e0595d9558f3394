import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ended, start } from '../process/children.mjs';
import { commandPath } from '../process/commands.mjs';

/** All rotated files stay, so that lines can be counted in them. */
const KEPT = 500;

/** The real logrotate, with a configuration and a state of its own. */
export class Logrotate {
  #command = commandPath('logrotate');
  #args;

  /**
   * @param folder where the configuration goes; not the log's, and not writable for others
   * @param reopen a command that makes the writer open the new file; none is needed when the file stays the same
   */
  constructor({ folder, path, directives, reopen }) {
    const postrotate = reopen === undefined ? [] : ['postrotate', `  ${reopen}`, 'endscript'];
    const lines = [`rotate ${KEPT}`, ...directives, ...postrotate].map((line) => `  ${line}\n`);
    const configuration = join(folder, 'logrotate.conf');
    writeFileSync(configuration, `"${path}" {\n${lines.join('')}}\n`, { mode: 0o600 });
    this.#args = ['--force', '--state', join(folder, 'logrotate.state'), configuration];
  }

  /** Rotates now, whatever the size and the age of the log. */
  async rotate() {
    const child = start(this.#command, this.#args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    const end = await ended(child);
    if (end !== 0) throw new Error(`logrotate ended with ${end}: ${stderr.trim()}`);
  }
}
