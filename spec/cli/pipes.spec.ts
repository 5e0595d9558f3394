import { execFile, execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync, writeFileSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BIN, Folder, logLine, Program, run } from '../support/program.js';

const LOG = logLine().repeat(5);
const WAITING = 'has no writer any more; waiting for the next one';

describe('Pipes and packed streams', () => {
  let folder: Folder;
  let children: ChildProcess[];

  beforeEach(() => {
    folder = new Folder();
    children = [];
    writeFileSync(folder.file('a.log'), LOG);
    writeFileSync(folder.file('a.gz'), gzipSync(LOG));
    execFileSync('mkfifo', [folder.file('pipe')]);
  });

  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
    folder.remove();
  });

  /** Runs a command of a shell, in which `rxmon` is the program. */
  async function shell(command: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
    const rxmon = `rxmon() { "${process.execPath}" "${BIN}" "$@"; }`;
    return promisify(execFile)('sh', ['-c', `${rxmon}; ${command}`], { cwd: folder.path });
  }

  const hitsOf = (stdout: string): number =>
    (JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { hits: number }).hits;

  /** Writes into the named pipe, which waits for its reader. */
  function write(name: string): void {
    children.push(spawn('sh', ['-c', `cat ${name} > pipe`], { cwd: folder.path }));
  }

  it.each([
    ['a pipe without a name', 'cat a.log | { exec 3<&0 </dev/null; rxmon report --json /dev/fd/3; }'],
    ['one with packed lines', 'cat a.gz | { exec 3<&0 </dev/null; rxmon report --json /dev/fd/3; }'],
    ['packed standard input', 'rxmon report --json - < a.gz'],
    ['a packed pipe', 'cat a.gz | rxmon report --json -'],
    ['standard input by another name', 'cat a.gz | rxmon report --json /dev/stdin'],
    ['standard input by two names, once', 'cat a.gz | rxmon report --json /dev/stdin -'],
    ['a file as standard input that is named as well, once', 'rxmon report --json - a.log < a.log'],
  ])('are reported: %s', async (_, command) => {
    const { stdout } = await shell(command);
    expect(JSON.parse(stdout)).toMatchObject({ hits: 5, partial: false });
  });

  it('are reported from where they are read, if they are a file on standard input', async () => {
    const { stdout } = await shell('{ read -r line; rxmon report --json -; } < a.log');
    expect(JSON.parse(stdout)).toMatchObject({ hits: 4, unparsed: 0 });
  });

  it.each([
    ['a pipe without a name', 'cat a.log | { exec 3<&0 </dev/null; rxmon --json -i 1h /dev/fd/3; }'],
    ['packed standard input', 'cat a.gz | rxmon --json -i 1h -'],
    ['a packed pipe without a name', 'cat a.gz | { exec 3<&0 </dev/null; rxmon --json -i 1h /dev/fd/3; }'],
  ])('are monitored to their end: %s', async (_, command) => {
    const { stdout } = await shell(command);
    expect(hitsOf(stdout)).toBe(5);
  });

  it('are reported when a named one has had its writer, packed or not', async () => {
    for (const name of ['a.log', 'a.gz']) {
      const report = run(['report', '--json', 'pipe'], '', { cwd: folder.path });
      write(name);
      const { code, stdout } = await report;
      expect({ code, ...(JSON.parse(stdout) as object) }).toMatchObject({ code: 0, hits: 5, partial: false });
    }
  });

  it('do not keep a report from ending that nobody writes to', async () => {
    const report = new Program(['report', '--json', 'a.log', 'pipe', '-'], { cwd: folder.path });
    report.write(LOG);
    await report.line('stderr', (line) => line.includes('- is read as common'));
    const { code, stdout } = await report.stop('SIGINT');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ hits: 10, partial: true });
  });

  it('are monitored for one writer after the other, if they have a name', async () => {
    const monitor = new Program(['--json', '-i', '200ms', 'pipe'], { cwd: folder.path });
    await monitor.counted(0);
    write('a.log');
    await monitor.counted(5);
    await monitor.line('stderr', (line) => line.includes(WAITING));
    write('a.gz');
    expect(await monitor.counted(10, 2)).toBe(10);
    const { code, stderr } = await monitor.stop();
    expect(code).toBe(0);
    expect(stderr).toBe(`rxmon: pipe ${WAITING}\n`);
  });

  it('are ended at once by a signal, though they have no writer', async () => {
    const monitor = new Program(['--json', '-i', '1h', 'pipe'], { cwd: folder.path });
    const fd = await opened();
    writeSync(fd, 'no line end');
    closeSync(fd);
    await monitor.line('stderr', (line) => line.includes(WAITING));
    expect((await monitor.stop()).code).toBe(0);
  });

  /** The named pipe, as soon as it has a reader. */
  async function opened(): Promise<number> {
    const opener = spawn('sh', ['-c', ': > pipe'], { cwd: folder.path });
    await once(opener, 'close');
    return openSync(folder.file('pipe'), constants.O_WRONLY | constants.O_NONBLOCK);
  }

  it.each([
    [['report', '/dev/zero'], 'rxmon: /dev/zero cannot be read: it is a device'],
    [['/dev/zero'], 'rxmon: /dev/zero cannot be read: it is a device'],
    [['report', 'a.xz'], 'rxmon: a.xz is packed by xz; unpack it first, as with: xzcat FILE | rxmon report -'],
    [['a.xz'], 'rxmon: a.xz is packed by xz; unpack it first, as with: xzcat FILE | rxmon -'],
  ])('are told from what cannot be read: %s', async (args, message) => {
    writeFileSync(folder.file('a.xz'), Buffer.from('\xfd7zXZ\0…', 'latin1'));
    const { code, stdout, stderr } = await run(args, '', { cwd: folder.path });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.startsWith(message)).toBe(true);
  });

  it('of another packing, or of no format, make a report that says it is partial', async () => {
    for (const [input, message] of [
      ['\xfd7zXZ\0…', '- is packed by xz; unpack it first, as with: xzcat FILE | rxmon report -'],
      ['no log\n', '- fits no known log format; its first line is: no log; name its format with --format'],
    ] as const) {
      const program = new Program(['report', '--json', '-', 'a.log'], { cwd: folder.path });
      program.write(Buffer.from(input, 'latin1'));
      program.endInput();
      const { code, stdout, stderr } = await program.ended;
      expect({ code, ...(JSON.parse(stdout) as object) }).toMatchObject({ code: 1, hits: 5, partial: true });
      expect(stderr).toContain(`rxmon: ${message}\n`);
    }
  });
});
