import { closeSync, openSync, renameSync, symlinkSync, writeSync } from 'node:fs';
import { Folder, logLine, Program } from './program.js';

const OLD_LINES = 5;
/** So many intervals more show whether something is counted twice: rotated files are looked for once a second. */
const MORE_INTERVALS = 11;

/** What was written to logs, or counted of them. Each line has a size of its own, so none stands in for another. */
export interface Count {
  readonly hits: number;
  readonly bytes: number;
  readonly unparsed: number;
}

/** A log that is written to through one descriptor, as by a server, whatever its name becomes. */
export class OpenLog {
  private readonly fd: number;

  constructor(
    path: string,
    private readonly take: (count: number) => string,
  ) {
    this.fd = openSync(path, 'a');
  }

  /** Writes so many lines at once. */
  write(count: number): this {
    writeSync(this.fd, this.take(count));
    return this;
  }

  /** Writes a line in two halves. */
  async writeInHalves(between: () => Promise<unknown>): Promise<void> {
    const line = this.take(1);
    writeSync(this.fd, line.slice(0, 20));
    await between();
    writeSync(this.fd, line.slice(20));
  }

  close(): void {
    closeSync(this.fd);
  }
}

/** A folder with logs that are written to, and the built program that follows one of them. */
export class Stage {
  readonly log: string;
  private readonly folder = new Folder();
  private readonly logs: OpenLog[] = [];
  private program: Program | undefined;
  private serial = 0;
  private bytes = 0;

  constructor() {
    this.log = this.path('access.log');
  }

  path(name: string): string {
    return this.folder.file(name);
  }

  /** Opens a log for writing; what is written to it is to be counted. */
  open(path = this.log): OpenLog {
    return this.keep(new OpenLog(path, (count) => this.lines(count)));
  }

  /** A log that has been there for a while, and is followed from here on. */
  async begin(path = this.log): Promise<OpenLog> {
    this.keep(new OpenLog(path, (count) => logLine().repeat(count))).write(OLD_LINES);
    const log = this.open(path);
    await this.follow();
    return log;
  }

  /** Follows the log, and is known to. */
  async follow(): Promise<void> {
    this.program = new Program(['--json', '--no-prime', '--interval', '200ms', this.log]);
    await this.program.counted(0);
  }

  /** Waits until all that has been written is counted. */
  async read(): Promise<void> {
    await this.running.counted(this.serial);
  }

  /** Waits until the program says so. */
  async said(text: string): Promise<void> {
    await this.running.line('stderr', (line) => line.includes(text));
  }

  /** Waits until the program has had its chance to do what it should not. */
  async looked(): Promise<void> {
    await this.running.counted(this.serial - 1, 2);
  }

  /** Does what the program cannot see while it happens. */
  unseen(action: () => void): void {
    this.running.hold();
    action();
    this.running.release();
  }

  /** Points a symbolic link elsewhere, in one step also where it is there already. */
  link(target: string): void {
    symlinkSync(target, `${this.log}.tmp`);
    renameSync(`${this.log}.tmp`, this.log);
  }

  /** What was written, and what is counted of it when no more comes. */
  async end(): Promise<{ readonly written: Count; readonly counted: Count; readonly code: number | null }> {
    await this.running.counted(this.serial, MORE_INTERVALS);
    const { code } = await this.running.stop();
    const { hits = 0, bytes = 0, unparsed = 0 }: Partial<Count> = this.running.intervals().at(-1)?.total ?? {};
    return { written: { hits: this.serial, bytes: this.bytes, unparsed: 0 }, counted: { hits, bytes, unparsed }, code };
  }

  async remove(): Promise<void> {
    await this.program?.stop('SIGKILL');
    for (const log of this.logs) log.close();
    this.folder.remove();
  }

  private get running(): Program {
    if (this.program === undefined) throw new Error('Nothing is followed yet.');
    return this.program;
  }

  private keep(log: OpenLog): OpenLog {
    this.logs.push(log);
    return log;
  }

  /** Lines of one length, each with its own size. */
  private lines(count: number): string {
    let text = '';
    for (let i = 0; i < count; i++) {
      const size = 100_000 + ++this.serial;
      this.bytes += size;
      text += logLine(`GET /line/${size} HTTP/1.1`, '200', `${size}`);
    }
    return text;
  }
}
