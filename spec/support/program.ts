import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

export const BIN = resolve('dist/bin.js');

/** How long a line that must come may take on a busy machine. */
const PATIENCE_MS = 60_000;

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

/** What is looked at of an interval of `--json`. */
export interface Interval {
  readonly hits: number;
  readonly total: { readonly hits: number; readonly bytes: number; readonly unparsed: number };
}

/** The built program, running. */
export class Program {
  readonly ended: Promise<Ended>;
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly lines = { stdout: [] as string[], stderr: [] as string[] };
  private readonly text = { stdout: '', stderr: '' };
  private looks: (() => void)[] = [];
  private isOver = false;

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
        this.isOver = true;
        done({ code, signal, ...this.text });
        this.look();
      });
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** The first line of an output that fits, among those that have come and will come. */
  async line(output: 'stdout' | 'stderr', fits: (line: string) => boolean): Promise<string> {
    return this.found(`such line on ${output}`, () => this.lines[output].find(fits));
  }

  /** The first object of `--json` that fits. */
  async object<T extends object>(fits: (object: T) => boolean): Promise<T> {
    return JSON.parse(await this.line('stdout', (line) => fits(JSON.parse(line) as T))) as T;
  }

  /** The hits of each interval of `--json` so far, and how many were counted in all up to its end; without the primed one. */
  intervals(): Interval[] {
    return this.lines.stdout
      .map((line) => JSON.parse(line) as Interval & { readonly type: string; readonly primed?: true })
      .filter(({ type, primed }) => type === 'stats' && primed !== true);
  }

  /**
   * Waits until so many hits are counted in all, and for some intervals more, which show whether these are all; gives what
   * is counted then.
   */
  async counted(hits: number, more = 0): Promise<number> {
    const interval = await this.found(`${hits} hits`, () => {
      const intervals = this.intervals();
      const at = intervals.findIndex(({ total }) => total.hits >= hits);
      return at === -1 ? undefined : intervals[at + more];
    });
    return interval.total.hits;
  }

  /** Keeps it from doing anything until it is released, so that what happens meanwhile is unread for certain. */
  hold(): void {
    this.child.kill('SIGSTOP');
  }

  release(): void {
    this.child.kill('SIGCONT');
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

  /** What is found in what has come, as soon as it is there. */
  private async found<T>(what: string, find: () => T | undefined): Promise<T> {
    return new Promise((found, fail) => {
      const complaint = () => new Error(`There was no ${what}; there was ${JSON.stringify(this.text)}`);
      const patience = setTimeout(() => {
        fail(complaint());
      }, PATIENCE_MS);
      const look = () => {
        const value = find();
        if (value === undefined && !this.isOver) return;
        clearTimeout(patience);
        this.looks = this.looks.filter((other) => other !== look);
        if (value === undefined) fail(complaint());
        else found(value);
      };
      this.looks.push(look);
      look();
    });
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
  at = new Date('2018-05-09T16:00:39Z'),
): string {
  return `${host} - james [${stampOf(at)}] "${request}" ${status} ${bytes}\n`;
}

/** So many lines that state a time, now unless told. */
export const linesAt = (count: number, at = new Date()): string =>
  logLine(undefined, undefined, undefined, undefined, at).repeat(count);

/** A time as a log states it. */
function stampOf(at: Date): string {
  const [, day = '', month = '', year = '', time = ''] = /(\d+) (\w+) (\d+) ([\d:]+)/.exec(at.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
