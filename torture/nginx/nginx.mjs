import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ended, start } from '../process/children.mjs';
import { commandPath } from '../process/commands.mjs';
import { freePort } from '../process/free-port.mjs';
import { listening } from '../process/listening.mjs';

const STATUS_PATH = '/server-status';

/** A real nginx on a port of its own, which logs every request but those for its own count. */
export class Nginx {
  #child;
  #ended;
  #asked = 0;
  #stderr = '';

  /** @param buffer what stands behind the name of the format, as `buffer=32k flush=500ms`; lines come at once unless told */
  static async start({ folder, log, buffer = '' }) {
    const nginx = new Nginx();
    nginx.port = await freePort();
    mkdirSync(join(folder, 'temporary'));
    const configuration = join(folder, 'nginx.conf');
    writeFileSync(configuration, configurationOf({ folder, log, buffer, port: nginx.port }));
    const child = start(commandPath('nginx'), ['-p', folder, '-c', configuration], {
      stdio: ['ignore', 'ignore', 'pipe'],
      // Killed at once, it would leave its workers behind.
      lastSignal: 'SIGTERM',
    });
    child.stderr.setEncoding('utf8').on('data', (text) => (nginx.#stderr += text));
    nginx.#child = child;
    nginx.#ended = ended(child);
    const failed = nginx.#ended.then((end) => {
      throw new Error(`nginx ended with ${end}: ${nginx.#stderr.trim()}`);
    });
    failed.catch(() => undefined);
    await Promise.race([listening(nginx.port), failed]);
    return nginx;
  }

  get pid() {
    return this.#child.pid;
  }

  /** How many requests it has counted itself, those for this count left out. */
  async requests() {
    const response = await fetch(`http://127.0.0.1:${this.port}${STATUS_PATH}`);
    const text = await response.text();
    this.#asked++;
    // The third number of the line behind the headings accepts, handled, requests.
    return Number(/^ \d+ \d+ (\d+) $/m.exec(text)[1]) - this.#asked;
  }

  /** Ends it when all requests are answered and logged. */
  async stop() {
    this.#child.kill('SIGQUIT');
    await this.#ended;
  }
}

function configurationOf({ folder, log, buffer, port }) {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `  ${name}_temp_path ${join(folder, 'temporary')};\n`)
    .join('');
  // Workers that are started by root give up its rights, and could not open the log again in a folder of root.
  const user = process.getuid() === 0 ? 'user root;\n' : '';
  return `${user}daemon off;
worker_processes 2;
pid ${join(folder, 'nginx.pid')};
error_log stderr error;
events { worker_connections 256; }
http {
${temporary}  access_log ${log} combined ${buffer};
  keepalive_requests 1000000;
  server {
    listen 127.0.0.1:${port};
    location = ${STATUS_PATH} { stub_status; access_log off; }
    location / { return 200 "hello\\n"; }
    location /missing { return 404; }
  }
}
`;
}
