import { execFileSync, spawn, spawnSync } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { resolve } from 'node:path';

/** How long what must come may take on a busy machine. */
const PATIENCE_MS = 60_000;

/** Whether there is what gives a command a terminal: `script` of util-linux, which others know by other options. */
export const hasPty = String(spawnSync('script', ['--version']).stdout).includes('util-linux');

/** A shell's commands in a terminal of their own. */
export class Pty {
  /** All that the terminal was told. */
  text = '';
  readonly ended: Promise<string>;
  private readonly child: ChildProcessWithoutNullStreams;
  private look = (): void => undefined;

  constructor(commands: string) {
    const env = { ...process.env, SHELL: '/bin/bash', TERM: 'xterm-256color' };
    this.child = spawn('script', ['-qfc', commands, '/dev/null'], { env, stdio: 'pipe' });
    this.child.stdin.on('error', () => undefined);
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.text += text;
      this.look();
    });
    this.ended = new Promise((done) => {
      this.child.on('close', () => {
        done(this.text);
        this.look();
      });
    });
  }

  /** Waits until the terminal has been told something, behind all that was waited for before. */
  async told(what: RegExp, behind = 0): Promise<RegExpExecArray> {
    return new Promise((found, fail) => {
      const patience = setTimeout(() => {
        fail(new Error(`${String(what)} did not come; there was ${JSON.stringify(this.text)}`));
      }, PATIENCE_MS);
      this.look = () => {
        const match = what.exec(this.text.slice(behind));
        if (match === null) return;
        clearTimeout(patience);
        this.look = () => undefined;
        found(match);
      };
      this.look();
    });
  }

  type(keys: string): void {
    this.child.stdin.write(keys);
  }

  /** Closes the terminal, as when its window is closed. */
  close(): void {
    this.child.kill('SIGKILL');
  }
}

/** Makes a program of one that is written in TypeScript. */
export function bundle(entry: string, outfile: string): void {
  execFileSync(resolve('node_modules/.bin/esbuild'), [
    entry,
    `--outfile=${outfile}`,
    ...['--bundle', '--platform=node', '--format=esm', '--target=node20.17', '--log-level=warning'],
  ]);
}
