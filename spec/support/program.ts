import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

export const BIN = resolve('dist/bin.js');

/** How long a line that must come may take on a busy machine. */
const PATIENCE_MS = 20_000;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly uid?: number;
  /** Another copy of the program. */
  readonly bin?: string;
}

/** The built program, running. */
export class Program {
  readonly ended: Promise<Ended>;
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly lines = { stdout: [] as string[], stderr: [] as string[] };
  private readonly text = { stdout: '', stderr: '' };
  private looks: (() => void)[] = [];

  constructor(args: readonly string[], { env = {}, bin = BIN, ...options }: RunOptions = {}) {
    const unset = { NO_COLOR: undefined, FORCE_COLOR: undefined, COLUMNS: undefined };
    const environment = { ...process.env, ...unset, ...env };
    this.child = spawn(process.execPath, [bin, ...args], { ...options, env: environment, stdio: 'pipe' });
    for (const name of ['stdout', 'stderr'] as const) {
      const stream = this.child[name];
      stream.setEncoding('utf8').on('data', (text: string) => (this.text[name] += text));
      createInterface(stream).on('line', (line) => {
        this.lines[name].push(line);
        this.look();
      });
    }
    this.child.stdin.on('error', () => undefined);
    this.ended = new Promise((done) => {
      this.child.on('close', (code, signal) => {
        done({ code, signal, ...this.text });
        this.look();
      });
    });
  }

  /** The first line of an output that fits, among those that have come and will come. */
  async line(output: 'stdout' | 'stderr', fits: (line: string) => boolean): Promise<string> {
    return new Promise((found, fail) => {
      const complaint = () => new Error(`No such line came on ${output}; there was ${JSON.stringify(this.text)}`);
      const patience = setTimeout(() => {
        fail(complaint());
      }, PATIENCE_MS);
      const look = () => {
        const line = this.lines[output].find(fits);
        if (line === undefined && this.child.exitCode === null) return;
        clearTimeout(patience);
        this.looks = this.looks.filter((other) => other !== look);
        if (line === undefined) fail(complaint());
        else found(line);
      };
      this.looks.push(look);
      look();
    });
  }

  /** The first object of `--json` that fits. */
  async object<T extends object>(fits: (object: T) => boolean): Promise<T> {
    return JSON.parse(await this.line('stdout', (line) => fits(JSON.parse(line) as T))) as T;
  }

  write(text: string | Uint8Array): void {
    this.child.stdin.write(text);
  }

  endInput(): void {
    this.child.stdin.end();
  }

  closeOutput(): void {
    this.child.stdout.destroy();
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.child.kill(signal);
    return this.ended;
  }

  private look(): void {
    for (const look of this.looks) look();
  }
}

/** Runs the built program to its end with the given standard input. */
export async function run(args: readonly string[], input = '', options: RunOptions = {}): Promise<Ended> {
  const program = new Program(args, options);
  program.write(input);
  program.endInput();
  return program.ended;
}

/** A folder of its own for each test, gone after it. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'rxmon-spec-'));

  file(name: string): string {
    return join(this.path, name);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A line in the Common Log Format. */
export function logLine(
  request = 'GET /pages/create HTTP/1.1',
  status = '200',
  bytes = '123',
  host = '127.0.0.1',
): string {
  return `${host} - james [09/May/2018:16:00:39 +0000] "${request}" ${status} ${bytes}\n`;
}
